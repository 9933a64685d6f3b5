package io.farebox.charge;

import io.farebox.charge.Refusal.Reason;
import org.jspecify.annotations.Nullable;

/** Decides commands: the first half of the specification, of which {@link State#apply} is the second. */
public final class Decider {
    private Decider() {}

    /**
     * Says what a command would do, without doing it.
     *
     * @param nowMs the time at which it is decided (UTC epoch)
     */
    public static Decision decide(State state, Command command, long nowMs) {
        State.Remembered before = state.remembered(command.once(), nowMs);
        if (before == null) {
            return command.when(new Rules(state, nowMs));
        }
        return repeated(command, before);
    }

    private static Decision repeated(Command command, State.Remembered before) {
        @Nullable Once once = command.once();
        if (once == null || !once.fingerprint().equals(before.fingerprint())) {
            return Decision.refused(Reason.KEY_REUSED, once == null ? "" : once.key());
        }
        return Decision.unchanged(new Outcome.Replayed(before.outcome(), before.order()));
    }
}
