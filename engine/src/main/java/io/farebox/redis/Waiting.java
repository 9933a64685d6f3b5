package io.farebox.redis;

import io.farebox.charge.Command;
import io.farebox.charge.Outcome;
import io.farebox.tracing.TraceSpan;
import org.jspecify.annotations.Nullable;

/**
 * A command that waits for its outcome.
 *
 * @param root the customer whose send it is; empty for a report and all else that is no send
 * @param single whether it is a single-message send that may share a record
 * @param sinceMs when it came, on the clock that goes on evenly ({@link Coalescer.Wire#elapsedMs})
 */
record Waiting(Command command, String root, boolean single, Caller caller, long sinceMs) {

    /** Takes what becomes of a command. */
    interface Caller {
        void outcome(Outcome outcome);

        void failure(Throwable cause);

        /** The span of its request, null where that is not sampled. */
        default @Nullable TraceSpan span() {
            return null;
        }
    }
}
