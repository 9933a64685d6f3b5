package io.farebox.scenario;

import io.farebox.charge.Credits;
import io.farebox.charge.Outcome;
import io.farebox.charge.Refusal;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** The words that stand for an outcome in a scenario. */
record Words(UnaryOperator<String> nameOf) implements Outcome.Cases<String> {
    @Override
    public String done(Outcome.Done outcome) {
        return "ok";
    }

    @Override
    public String reserved(Outcome.Reserved outcome) {
        return "reserved " + Credits.format(outcome.creditsMicro()) + " for " + outcome.count();
    }

    @Override
    public String settled(Outcome.Settled outcome) {
        return outcome.settlement().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String unchanged(Outcome.Unchanged outcome) {
        return switch (outcome.cause()) {
            case UNKNOWN_MESSAGE -> "unknown";
            case ALREADY_CONFIRMED -> "already confirmed";
            case ALREADY_RELEASED -> "already released";
            case NOT_FINAL -> "not final";
            case NOT_DUE -> "not due";
        };
    }

    @Override
    public String refused(Outcome.Refused outcome) {
        Refusal refusal = outcome.refusal();
        String slug = refusal.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return switch (refusal.reason()) {
            case INSUFFICIENT_CREDITS, CAP_EXCEEDED, QUOTA_EXCEEDED ->
                slug + " at "
                        + nameOf.apply(refusal.node()) + ": needs " + Credits.format(refusal.requiredMicro()) + ", has "
                        + Credits.format(refusal.availableMicro());
            case EXCEEDS_RESERVATION ->
                slug + ": needs " + Credits.format(refusal.requiredMicro()) + ", has "
                        + Credits.format(refusal.availableMicro());
            case SUSPENDED,
                    UNKNOWN_NODE,
                    TOO_DEEP,
                    STILL_RESERVED,
                    HOLDS_NO_CREDITS,
                    UNRELATED,
                    NO_PARENT,
                    STILL_ASSIGNED,
                    STILL_HOLDS_CREDITS,
                    HAS_SUBACCOUNTS -> slug + " at " + nameOf.apply(refusal.node());
            case ALREADY_EXISTS, WINDOW_ENDED, EXPIRY_DUE, NOT_CANCELLABLE, TOO_MANY_CREDITS, KEY_REUSED -> slug;
        };
    }

    @Override
    public String replayed(Outcome.Replayed outcome) {
        return "again: " + outcome.original().when(this);
    }
}
