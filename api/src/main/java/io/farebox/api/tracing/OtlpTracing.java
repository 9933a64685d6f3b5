package io.farebox.api.tracing;

import io.farebox.tracing.Operation;
import io.farebox.tracing.TraceSpan;
import io.farebox.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Spans by OpenTelemetry, to a collector that speaks OTLP over HTTP. */
public final class OtlpTracing implements Tracing {
    private static final String NAME = "io.farebox";
    /** More than the catalogue of attributes has, and of a template's length. */
    private static final SpanLimits LIMITS = SpanLimits.builder()
            .setMaxNumberOfAttributes(32)
            .setMaxAttributeValueLength(256)
            .setMaxNumberOfLinks(128)
            .build();

    /** What the library says of each export that fails, {@link ExportQueue} says once; held, so that it stays silent. */
    private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final long closeMaxMs;

    private OtlpTracing(SdkTracerProvider provider, long closeMaxMs) {
        this.provider = provider;
        this.closeMaxMs = closeMaxMs;
        this.tracer = provider.get(NAME);
    }

    /** Begins to send; whether there is a collector shows later, and in the meters only. */
    public static OtlpTracing open(TracingSettings settings, MeterRegistry registry) {
        LIBRARY.setLevel(Level.OFF);
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(settings.endpoint())
                .setTimeout(settings.exportTimeout())
                .setConnectTimeout(settings.exportTimeout())
                // What waits for a second attempt would keep room from what comes.
                .setRetryPolicy(null)
                .build();
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.builder()
                        .put("service.name", "farebox")
                        .put("service.instance.id", settings.instance())
                        .build()))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.sampleRatio())))
                .setSpanLimits(LIMITS)
                .addSpanProcessor(ExportQueue.start(exporter, settings, registry))
                .build();
        return new OtlpTracing(provider, settings.exportTimeout().toMillis());
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public @Nullable TraceSpan request(@Nullable String traceparent, @Nullable String tracestate) {
        Span span = OtelSpan.builder(tracer, Operation.REQUEST)
                .setParent(Traceparent.read(traceparent, tracestate))
                .startSpan();
        return span.isRecording() ? new OtelSpan(tracer, List.of(span)) : null;
    }

    @Override
    public @Nullable TraceSpan follow(Collection<String> traceparents, Operation operation) {
        List<Span> spans = new ArrayList<>(traceparents.size());
        for (String traceparent : traceparents) {
            Context parent = Traceparent.read(traceparent, null);
            SpanContext request = Span.fromContext(parent).getSpanContext();
            if (request.isSampled()) {
                spans.add(OtelSpan.builder(tracer, operation)
                        .setParent(parent)
                        .addLink(request)
                        .startSpan());
            }
        }
        return spans.isEmpty() ? null : new OtelSpan(tracer, spans);
    }

    /** Sends what is left, for no longer than one export may take. */
    public void close() {
        provider.shutdown().join(closeMaxMs, TimeUnit.MILLISECONDS);
    }
}
