package io.farebox.charge;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a command would do.
 *
 * @param entries the changes in order, empty where nothing changes; the outcome holds once they are applied
 */
public record Decision(Outcome outcome, List<Entry> entries) {
    static Decision unchanged(Outcome outcome) {
        return new Decision(outcome, List.of());
    }

    static Decision refused(Refusal.Reason reason, String node, long requiredMicro, long availableMicro) {
        return unchanged(new Outcome.Refused(new Refusal(reason, node, requiredMicro, availableMicro)));
    }

    static Decision refused(@Nullable Refusal refusal) {
        return unchanged(new Outcome.Refused(Objects.requireNonNull(refusal)));
    }

    static Decision refused(Refusal.Reason reason, String node) {
        return refused(reason, node, 0, 0);
    }
}
