package io.farebox.api.tracing;

import io.farebox.tracing.Operation;
import io.farebox.tracing.TraceAttribute;
import io.farebox.tracing.TraceSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** One span of OpenTelemetry, or several that are told the same. */
final class OtelSpan implements TraceSpan {
    /** What each line of the log has while a span is run. */
    static final String TRACE_ID = "trace_id";

    static final String SPAN_ID = "span_id";

    private final Tracer tracer;
    private final List<Span> spans;

    /** @param spans at least one, the first of which is the parent of what it begins */
    OtelSpan(Tracer tracer, List<Span> spans) {
        this.tracer = tracer;
        this.spans = spans;
    }

    static SpanBuilder builder(Tracer tracer, Operation operation) {
        return tracer.spanBuilder(operation.label()).setSpanKind(kind(operation.kind()));
    }

    private static SpanKind kind(Operation.Kind kind) {
        return switch (kind) {
            case SERVER -> SpanKind.SERVER;
            case CLIENT -> SpanKind.CLIENT;
            case CONSUMER -> SpanKind.CONSUMER;
        };
    }

    @Override
    public TraceSpan begin(Operation operation) {
        SpanBuilder builder =
                builder(tracer, operation).setParent(Context.root().with(spans.get(0)));
        for (Span other : spans.subList(1, spans.size())) {
            builder.addLink(other.getSpanContext());
        }
        return new OtelSpan(tracer, List.of(builder.startSpan()));
    }

    @Override
    public TraceSpan named(String name) {
        spans.forEach(span -> span.updateName(name));
        return this;
    }

    @Override
    public TraceSpan with(TraceAttribute attribute, String value) {
        spans.forEach(span -> span.setAttribute(attribute.key(), value));
        return this;
    }

    @Override
    public TraceSpan with(TraceAttribute attribute, long value) {
        spans.forEach(span -> span.setAttribute(attribute.key(), value));
        return this;
    }

    @Override
    public TraceSpan failed(String type) {
        spans.forEach(span -> span.setStatus(StatusCode.ERROR).setAttribute(TraceAttribute.ERROR.key(), type));
        return this;
    }

    @Override
    public void end() {
        spans.forEach(Span::end);
    }

    @Override
    public String traceparent() {
        return Traceparent.of(spans.get(0).getSpanContext());
    }

    @Override
    public void run(Runnable work) {
        String traceBefore = MDC.get(TRACE_ID);
        String spanBefore = MDC.get(SPAN_ID);
        SpanContext current = spans.get(0).getSpanContext();
        MDC.put(TRACE_ID, current.getTraceId());
        MDC.put(SPAN_ID, current.getSpanId());
        try {
            work.run();
        } finally {
            restore(TRACE_ID, traceBefore);
            restore(SPAN_ID, spanBefore);
        }
    }

    private static void restore(String key, @Nullable String before) {
        if (before == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, before);
        }
    }
}
