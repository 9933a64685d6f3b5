package io.farebox.charge;

import io.farebox.charge.Holding.Held;
import io.farebox.charge.Holding.Status;
import io.farebox.charge.Outcome.Unchanged.Cause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
            return c.authentic() ? noted(c, Cause.UNKNOWN_MESSAGE) : unchanged(Cause.UNKNOWN_MESSAGE);
        }
        PriceClass priceClass = send.order().classes().get(send.order().classOf(c.index()) - 1);
        Clause clause = holding.terms().of(priceClass.country());
        if (!c.event().isFinal() && !c.event().charges(clause)) {
            return noted(c, Cause.NOT_FINAL);
        }
        return switch (holding.status(c.slot() + c.index())) {
            case HELD ->
                settled(c, send, c.event().charges(clause) ? Settlement.CONFIRMED : Settlement.RELEASED, clause);
            case CONFIRMED -> noted(c, Cause.ALREADY_CONFIRMED);
            case FEE_CHARGED -> noted(c, Cause.ALREADY_RELEASED);
            case RELEASED -> c.event().charges(clause) ? late(c, send, clause) : noted(c, Cause.ALREADY_RELEASED);
        };
    }

    /** A late delivery is charged as far as the account's credits and the limits on its path allow. */
    private Decision late(Command.Settle c, Held send, Clause clause) {
        if (clause.lateDelivery() == Clause.LateDelivery.IGNORE) {
            return noted(c, Cause.ALREADY_RELEASED);
        }
        long credits = send.order().creditsMicroOf(c.index());
        Path path = Path.walked(state, send.leaf(), send.depth());
        if (!path.isStillPaid()) {
            return noted(c, Cause.ALREADY_RELEASED);
        }
        Refusal refusal = path.roomFor(credits, false, nowMs).refusal();
        if (refusal == null) {
            return settled(c, send, Settlement.RECHARGED, clause);
        }
        return refusal.reason() == Refusal.Reason.WINDOW_ENDED
                ? Decision.unchanged(new Outcome.Refused(refusal))
                : noted(c, Cause.ALREADY_RELEASED);
    }

    private Decision settled(Command.Settle c, Held send, Settlement settlement, Clause clause) {
        PriceClass priceClass = send.order().classes().get(send.order().classOf(c.index()) - 1);
        Node payer = Path.walked(state, send.leaf(), send.depth()).payer();
        boolean pays = settlement == Settlement.RELEASED && c.event() == Event.FAILED;
        long feeMicro = pays ? clause.feeMicroOf(priceClass.creditsMicro()) : 0;
        long change = settlement.changeMicro(priceClass.creditsMicro(), feeMicro);
        Entry entry = new Entry.Settled(
                settlement,
                c.event(),
                c.record(),
                c.slot(),
                c.index(),
                send.leaf(),
                send.depth(),
                payer.id(),
                priceClass,
                feeMicro,
                payer.availableMicro() + change,
                clause.rule(),
                c.reason(),
                send.order().label());
        return new Decision(new Outcome.Settled(settlement, priceClass.creditsMicro() - feeMicro), List.of(entry));
    }

    private static Decision noted(Command.Settle c, Cause cause) {
        Entry entry = new Entry.Noted(c.event(), cause, c.record(), c.slot(), c.index(), c.reason());
        return new Decision(new Outcome.Unchanged(cause), List.of(entry));
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

    /**
     * One entry for each clause whose deadline has passed of each send that still holds something by it; each says the
     * balance as the ones before it leave it. What other clauses hold is put off to the next deadline.
     */
    private List<Entry> lapses(String record, Holding holding) {
        List<Entry> entries = new ArrayList<>();
        Map<String, Long> returnedMicro = new HashMap<>();
        List<Clause> due = holding.terms().clauses().stream()
                .filter(clause -> clause.deadlineMs() <= nowMs)
                .toList();
        int left = holding.heldCount();
        for (Map.Entry<Integer, Held> one : holding.sends().entrySet()) {
            for (Clause clause : due) {
                Rest held = heldOf(holding, one.getKey(), one.getValue(), clause);
                if (held.count() > 0) {
                    entries.add(lapsed(record, one.getKey(), one.getValue(), holding, clause, held, returnedMicro));
                    left -= held.count();
                }
            }
        }
        if (left > 0) {
            entries.add(new Entry.PutOff(record, holding.terms().nextDeadlineMs(nowMs)));
        }
        return entries;
    }

    /** Messages of a send that nothing has settled, and what they cost. */
    private record Rest(int count, long creditsMicro) {}

    /** Those of one clause, or of all where it is null. */
    private static Rest heldOf(Holding holding, int slot, Held send, @Nullable Clause clause) {
        int count = 0;
        long credits = 0;
        for (int i = 0; i < send.upTo(); i++) {
            if (holding.isHeld(slot, send, i, clause)) {
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
        Rest held = heldOf(holding, c.slot(), send, null);
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
            Holding holding,
            Clause clause,
            Rest held,
            Map<String, Long> returnedMicro) {
        Node payer = Path.walked(state, send.leaf(), send.depth()).payer();
        long returned = clause.onDeadline() == Clause.OnDeadline.RELEASE ? held.creditsMicro() : 0;
        long availableMicro = payer.availableMicro() + returnedMicro.merge(payer.id(), returned, Long::sum);
        return new Entry.Lapsed(
                record,
                slot,
                send.leaf(),
                send.depth(),
                payer.id(),
                clause,
                holding.sinceMs(),
                held.count(),
                held.creditsMicro(),
                availableMicro,
                send.order().label());
    }

    private static Decision unchanged(Cause cause) {
        return Decision.unchanged(new Outcome.Unchanged(cause));
    }
}
