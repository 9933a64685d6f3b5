package io.farebox.audit;

import io.farebox.charge.Balance;
import io.farebox.charge.Outcome;
import io.farebox.charge.Settlement;
import io.farebox.ledger.Pack;
import io.farebox.ledger.Unpack;

/** The outcomes that are remembered under idempotency keys, as bytes. */
final class OutcomeBytes {
    private static final int DONE = 1;
    private static final int RESERVED = 2;
    private static final int SETTLED = 3;

    private OutcomeBytes() {}

    static void write(Outcome outcome, Pack out) {
        if (outcome instanceof Outcome.Done d) {
            write(d.balance(), out.number(DONE).text(d.node()));
        } else if (outcome instanceof Outcome.Reserved r) {
            out.number(RESERVED).text(r.record()).number(r.slot()).number(r.upTo());
            write(r.balance(), out.number(r.count()).number(r.creditsMicro()));
        } else if (outcome instanceof Outcome.Settled s) {
            out.number(SETTLED).number(s.settlement().code()).number(s.creditsMicro());
        } else {
            throw new IllegalArgumentException("no such outcome is remembered: " + outcome);
        }
    }

    private static void write(Balance balance, Pack out) {
        out.number(balance.availableMicro()).number(balance.reservedMicro()).number(balance.confirmedMicro());
    }

    static Outcome read(Unpack in) {
        int kind = in.count();
        return switch (kind) {
            case DONE -> new Outcome.Done(in.text(), readBalance(in));
            case RESERVED ->
                new Outcome.Reserved(in.text(), in.count(), in.count(), in.count(), in.number(), readBalance(in));
            case SETTLED -> new Outcome.Settled(Settlement.of((char) in.count()), in.number());
            default -> throw new IllegalStateException("an outcome of kind " + kind + " is newer than this engine");
        };
    }

    private static Balance readBalance(Unpack in) {
        return new Balance(in.number(), in.number(), in.number());
    }
}
