package io.farebox.charge;

import io.farebox.charge.Holding.Held;
import io.farebox.charge.Holding.Status;
import io.farebox.charge.Outcome.Unchanged.Cause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rules for what ends a hold: a report, or the deadline where none comes. The first final state wins. */
final class Settling {
    private final State state;
    private final long nowMs;

    Settling(State state, long nowMs) {
        this.state = state;
        this.nowMs = nowMs;
    }

    Decision settle(Command.Settle c) {
        Holding holding = state.record(c.record());
        Held send = holding == null ? null : holding.send(c.slot());
        if (holding == null || send == null || !send.holds(c.index())) {
            return unchanged(Cause.UNKNOWN_MESSAGE);
        }
        return switch (holding.status(c.slot() + c.index())) {
            case HELD -> settled(c, send, c.delivered() ? Settlement.CONFIRMED : Settlement.RELEASED);
            case CONFIRMED, RECHARGED -> unchanged(Cause.ALREADY_CONFIRMED);
            case RELEASED -> c.delivered() ? late(c, holding, send) : unchanged(Cause.ALREADY_RELEASED);
        };
    }

    /** A late delivery is charged as far as the account's credits and the limits on its path allow. */
    private Decision late(Command.Settle c, Holding holding, Held send) {
        if (holding.terms().lateDelivery() == Terms.LateDelivery.IGNORE) {
            return unchanged(Cause.ALREADY_RELEASED);
        }
        long credits = send.order().creditsMicroOf(c.index());
        Path path = Path.walked(state, send.leaf(), send.depth());
        if (!path.isStillPaid()) {
            return unchanged(Cause.ALREADY_RELEASED);
        }
        Refusal refusal = path.roomFor(credits, false, nowMs).refusal();
        if (refusal == null) {
            return settled(c, send, Settlement.RECHARGED);
        }
        return refusal.reason() == Refusal.Reason.WINDOW_ENDED
                ? Decision.unchanged(new Outcome.Refused(refusal))
                : unchanged(Cause.ALREADY_RELEASED);
    }

    private Decision settled(Command.Settle c, Held send, Settlement settlement) {
        PriceClass priceClass = send.order().classes().get(send.order().classOf(c.index()) - 1);
        Node payer = Path.walked(state, send.leaf(), send.depth()).payer();
        long availableMicro = payer.availableMicro() + change(settlement, priceClass.creditsMicro());
        Entry entry = new Entry.Settled(
                settlement,
                c.record(),
                c.slot(),
                c.index(),
                send.leaf(),
                send.depth(),
                payer.id(),
                priceClass,
                availableMicro,
                c.reason(),
                send.order().label());
        return new Decision(new Outcome.Settled(settlement, priceClass.creditsMicro()), List.of(entry));
    }

    private static long change(Settlement settlement, long creditsMicro) {
        return switch (settlement) {
            case CONFIRMED -> 0;
            case RELEASED -> creditsMicro;
            case RECHARGED -> -creditsMicro;
        };
    }

    Decision sweep(Command.Sweep c) {
        Holding holding = state.record(c.record());
        if (holding == null || nowMs < holding.dueMs()) {
            return unchanged(Cause.NOT_DUE);
        }
        Outcome done = new Outcome.Done(c.record(), new Balance(0, 0, 0));
        if (holding.heldCount() == 0) {
            return new Decision(done, List.of(new Entry.Forgotten(c.record())));
        }
        return new Decision(done, lapses(c.record(), holding));
    }

    /** One entry a send that still holds something; each says the balance as the ones before it leave it. */
    private List<Entry> lapses(String record, Holding holding) {
        List<Entry> entries = new ArrayList<>();
        Map<String, Long> returnedMicro = new HashMap<>();
        holding.sends().forEach((slot, send) -> {
            Rest held = heldOf(holding, slot, send);
            if (held.count() > 0) {
                entries.add(lapsed(
                        record,
                        slot,
                        send,
                        holding.terms().onDeadline(),
                        held.count(),
                        held.creditsMicro(),
                        returnedMicro));
            }
        });
        return entries;
    }

    /** Messages of a send that nothing has settled, and what they cost. */
    private record Rest(int count, long creditsMicro) {}

    private static Rest heldOf(Holding holding, int slot, Held send) {
        int count = 0;
        long credits = 0;
        for (int i = 0; i < send.upTo(); i++) {
            if (send.holds(i) && holding.status(slot + i) == Status.HELD) {
                count++;
                credits += send.order().creditsMicroOf(i);
            }
        }
        return new Rest(count, credits);
    }

    /** A scheduled send is given back whole, or what no report has settled of it. */
    Decision cancel(Command.Cancel c) {
        Holding holding = state.record(c.record());
        Held send = holding == null ? null : holding.send(c.slot());
        if (holding == null || send == null) {
            return unchanged(Cause.UNKNOWN_MESSAGE);
        }
        Rest held = heldOf(holding, c.slot(), send);
        if (held.count() == 0) {
            return unchanged(Cause.ALREADY_RELEASED);
        }
        if (nowMs >= holding.terms().scheduledMs()) {
            return Decision.refused(Refusal.Reason.NOT_CANCELLABLE, Ids.send(c.record(), c.slot()));
        }
        Node payer = Path.walked(state, send.leaf(), send.depth()).payer();
        Entry cancelled = new Entry.Cancelled(
                c.record(),
                c.slot(),
                send.leaf(),
                send.depth(),
                payer.id(),
                held.count(),
                held.creditsMicro(),
                payer.availableMicro() + held.creditsMicro(),
                send.order().label());
        return new Decision(new Outcome.Settled(Settlement.RELEASED, held.creditsMicro()), List.of(cancelled));
    }

    Decision conclude(Command.Conclude c) {
        Holding holding = state.record(c.record());
        Held send = holding == null ? null : holding.send(c.slot());
        // A message of a send has segments; its sender cannot conclude it before its carrier reports.
        if (holding == null || send == null || send.order().classes().get(0).segments() != 0) {
            return unchanged(Cause.UNKNOWN_MESSAGE);
        }
        if (holding.status(c.slot()) != Status.HELD) {
            boolean released = holding.status(c.slot()) == Status.RELEASED;
            return unchanged(released ? Cause.ALREADY_RELEASED : Cause.ALREADY_CONFIRMED);
        }
        long heldMicro = send.order().totalMicro();
        long confirmedMicro = c.creditsMicro() == Command.Conclude.ALL ? heldMicro : c.creditsMicro();
        if (confirmedMicro > heldMicro) {
            return Decision.refused(
                    Refusal.Reason.EXCEEDS_RESERVATION, Ids.send(c.record(), c.slot()), confirmedMicro, heldMicro);
        }
        Node payer = Path.walked(state, send.leaf(), send.depth()).payer();
        long releasedMicro = heldMicro - confirmedMicro;
        Entry concluded = new Entry.Concluded(
                c.record(),
                c.slot(),
                send.leaf(),
                send.depth(),
                payer.id(),
                confirmedMicro,
                releasedMicro,
                payer.availableMicro() + releasedMicro,
                send.order().label(),
                c.once());
        return new Decision(concluded(confirmedMicro, releasedMicro), List.of(concluded));
    }

    static Outcome concluded(long confirmedMicro, long releasedMicro) {
        return confirmedMicro > 0 || releasedMicro == 0
                ? new Outcome.Settled(Settlement.CONFIRMED, confirmedMicro)
                : new Outcome.Settled(Settlement.RELEASED, releasedMicro);
    }

    private Entry lapsed(
            String record,
            int slot,
            Held send,
            Terms.OnDeadline action,
            int count,
            long creditsMicro,
            Map<String, Long> returnedMicro) {
        Node payer = Path.walked(state, send.leaf(), send.depth()).payer();
        long returned = action == Terms.OnDeadline.RELEASE ? creditsMicro : 0;
        long availableMicro = payer.availableMicro() + returnedMicro.merge(payer.id(), returned, Long::sum);
        return new Entry.Lapsed(
                record,
                slot,
                send.leaf(),
                send.depth(),
                payer.id(),
                action,
                count,
                creditsMicro,
                availableMicro,
                send.order().label());
    }

    private static Decision unchanged(Cause cause) {
        return Decision.unchanged(new Outcome.Unchanged(cause));
    }
}
