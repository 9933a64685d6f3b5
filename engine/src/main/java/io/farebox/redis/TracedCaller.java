package io.farebox.redis;

import io.farebox.charge.Outcome;
import io.farebox.tracing.TraceSpan;

/** A caller whose request is sampled: what follows from the outcome is logged with the request's trace. */
record TracedCaller(Waiting.Caller caller, TraceSpan span) implements Waiting.Caller {
    @Override
    public void outcome(Outcome outcome) {
        span.run(() -> caller.outcome(outcome));
    }

    @Override
    public void failure(Throwable cause) {
        span.run(() -> caller.failure(cause));
    }
}
