package io.farebox.api.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A span's name as processes tell it one another, as two headers.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
final class Traceparent {
    private static final W3CTraceContextPropagator FORMAT = W3CTraceContextPropagator.getInstance();

    private record Headers(
            @Nullable String traceparent, @Nullable String tracestate) {}

    private static final TextMapGetter<Headers> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Headers headers) {
            return List.of("traceparent", "tracestate");
        }

        @Override
        public @Nullable String get(@Nullable Headers headers, String key) {
            if (headers == null) {
                return null;
            }
            return key.equals("traceparent") ? headers.traceparent : headers.tracestate;
        }
    };

    private Traceparent() {}

    /** The context that it names; the root where it cannot be read. */
    static Context read(@Nullable String traceparent, @Nullable String tracestate) {
        return FORMAT.extract(Context.root(), new Headers(traceparent, tracestate), GETTER);
    }

    /** The header of a sampled span. */
    static String of(SpanContext span) {
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                + span.getTraceFlags().asHex();
    }
}
