package io.farebox.tracing;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What makes spans, and decides which requests have them. All of it may be called on any thread, and none of it blocks. */
public interface Tracing {
    /** Makes none. */
    Tracing NONE = new Tracing() {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public @Nullable TraceSpan request(@Nullable String traceparent, @Nullable String tracestate) {
            return null;
        }

        @Override
        public @Nullable TraceSpan follow(Collection<String> traceparents, Operation operation) {
            return null;
        }
    };

    /** Whether there can be any span: where not, nobody need look for one. */
    boolean isOn();

    /**
     * Begins the span of a request.
     *
     * @param traceparent what the caller says of its trace (W3C Trace Context); what cannot be read begins a new one
     * @param tracestate what the caller's tracers say of it, with commas between several
     * @return null where the request is not sampled
     */
    @Nullable
    TraceSpan request(@Nullable String traceparent, @Nullable String tracestate);

    /**
     * Begins what follows from several requests, perhaps in another process, long after they were answered.
     *
     * @param traceparents of the requests, see {@link TraceSpan#traceparent}
     * @return a span for each of them, as one; null where there is none that can be read
     */
    @Nullable
    TraceSpan follow(Collection<String> traceparents, Operation operation);
}
