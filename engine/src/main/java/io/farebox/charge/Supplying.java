package io.farebox.charge;

import io.farebox.charge.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules for what brings credits to an account, moves them on, and takes them when they expire. */
final class Supplying {
    private final State state;
    private final long nowMs;

    Supplying(State state, long nowMs) {
        this.state = state;
        this.nowMs = nowMs;
    }

    Decision grant(Command.Grant c) {
        Node account = state.node(c.account());
        Refusal refusal = standsInTheWay(account, c.account());
        if (account == null || refusal != null) {
            return Decision.refused(refusal);
        }
        boolean known = state.pool(c.account()).lots().stream()
                .anyMatch(lot -> lot.grant().equals(c.grant()));
        if (known) {
            return Decision.refused(Reason.ALREADY_EXISTS, c.grant());
        }
        if (isTooMuch(account, c.creditsMicro())) {
            return Decision.refused(Reason.TOO_MANY_CREDITS, c.account(), c.creditsMicro(), 0);
        }
        long availableMicro = account.availableMicro() + c.creditsMicro();
        return done(
                account,
                c.creditsMicro(),
                new Entry.Granted(
                        c.account(),
                        c.grant(),
                        c.creditsMicro(),
                        c.expiresAtMs(),
                        c.extend(),
                        availableMicro,
                        c.reference(),
                        c.note(),
                        c.once()));
    }

    Decision adjust(Command.Adjust c) {
        Node account = state.node(c.account());
        Refusal refusal = standsInTheWay(account, c.account());
        if (account == null || refusal != null) {
            return Decision.refused(refusal);
        }
        if (isTooMuch(account, c.creditsMicro())) {
            return Decision.refused(Reason.TOO_MANY_CREDITS, c.account(), c.creditsMicro(), 0);
        }
        long roomMicro = account.availableMicro() + account.creditLimitMicro();
        if (-c.creditsMicro() > roomMicro) {
            return Decision.refused(Reason.INSUFFICIENT_CREDITS, c.account(), -c.creditsMicro(), roomMicro);
        }
        long availableMicro = account.availableMicro() + c.creditsMicro();
        return done(
                account,
                c.creditsMicro(),
                new Entry.Adjusted(
                        c.account(),
                        c.adjustment(),
                        c.creditsMicro(),
                        c.expiresAtMs(),
                        availableMicro,
                        c.note(),
                        c.once()));
    }

    Decision transfer(Command.Transfer c) {
        Node from = state.node(c.from());
        Node to = state.node(c.to());
        Refusal refusal = standsInTheWay(from, c.from());
        if (refusal == null) {
            refusal = standsInTheWay(to, c.to());
        }
        if (from == null || to == null || refusal != null) {
            return Decision.refused(refusal);
        }
        boolean related = state.isWithin(c.from(), c.to()) || state.isWithin(c.to(), c.from());
        if (!related || c.from().equals(c.to())) {
            return Decision.refused(Reason.UNRELATED, c.to());
        }
        if (c.creditsMicro() > Math.max(from.availableMicro(), 0)) {
            return Decision.refused(Reason.INSUFFICIENT_CREDITS, c.from(), c.creditsMicro(), from.availableMicro());
        }
        if (isTooMuch(to, c.creditsMicro())) {
            return Decision.refused(Reason.TOO_MANY_CREDITS, c.to(), c.creditsMicro(), 0);
        }
        return done(from, -c.creditsMicro(), transferred(state, from, to, c.creditsMicro(), c.note(), c.once()));
    }

    /** The entry of a transfer of what is there. */
    static Entry transferred(State state, Node from, Node to, long creditsMicro, String note, @Nullable Once once) {
        List<Lot> lots = Lots.first(state.pool(from.id()).lots(), Pools.heldMicro(state, from), creditsMicro);
        return new Entry.Transferred(
                from.id(),
                to.id(),
                creditsMicro,
                lots,
                from.availableMicro() - creditsMicro,
                to.availableMicro() + creditsMicro,
                note,
                once);
    }

    Decision sweepAccount(Command.SweepAccount c) {
        Node account = state.node(c.account());
        if (account == null || account.funding() != Funding.OWN) {
            return Decision.unchanged(new Outcome.Unchanged(Outcome.Unchanged.Cause.NOT_DUE));
        }
        List<Entry> entries = new ArrayList<>();
        if (account.hasExpiryDueAt(nowMs)) {
            entries.add(new Entry.LotsEnded(c.account()));
        }
        long availableMicro = expire(account, entries);
        availableMicro += topUp(account, availableMicro, entries);
        if (entries.isEmpty()) {
            return Decision.unchanged(new Outcome.Unchanged(Outcome.Unchanged.Cause.NOT_DUE));
        }
        Balance balance = new Balance(availableMicro, account.reservedMicro(), account.confirmedMicro());
        return new Decision(new Outcome.Done(c.account(), balance), entries);
    }

    /**
     * Credits that no later package covers expire: of the unassigned part first, then of the assigned lists in
     * proportion to what they hold. What is reserved is not there to expire. Returns what stays available.
     */
    private long expire(Node account, List<Entry> entries) {
        State.Pool pool = state.pool(account.id());
        long excessMicro = Pools.heldMicro(state, account) - Lots.sumMicro(Lots.after(pool.lots(), nowMs));
        if (excessMicro <= 0) {
            return account.availableMicro();
        }
        long ownMicro = Math.min(excessMicro, Math.max(account.availableMicro(), 0));
        if (ownMicro > 0) {
            entries.add(new Entry.Expired(account.id(), account.id(), ownMicro, account.availableMicro() - ownMicro));
        }
        if (excessMicro > ownMicro) {
            expireAssigned(account, pool.lists(), excessMicro - ownMicro, entries);
        }
        return account.availableMicro() - ownMicro;
    }

    private void expireAssigned(Node account, List<String> lists, long creditsMicro, List<Entry> entries) {
        List<Long> held =
                lists.stream().map(list -> state.known(list).availableMicro()).toList();
        List<Long> shares = Pools.shares(held, creditsMicro);
        for (int i = 0; i < shares.size(); i++) {
            if (shares.get(i) > 0) {
                entries.add(new Entry.Expired(account.id(), lists.get(i), shares.get(i), held.get(i) - shares.get(i)));
            }
        }
    }

    /** Returns what the account is given from above: all of its top-up, or nothing where that is not there. */
    private long topUp(Node account, long availableMicro, List<Entry> entries) {
        long creditsMicro = account.topUp().creditsMicro();
        if (account.parent() == null
                || account.isClosed()
                || !account.topUp().isDueAt(availableMicro)
                || isTooMuch(account, creditsMicro)) {
            return 0;
        }
        Node above = state.holderOf(account.parent());
        if (above.isClosed() || above.availableMicro() < creditsMicro || Pools.isDue(state, above, nowMs)) {
            return 0;
        }
        Node swept = account.plus(availableMicro - account.availableMicro(), 0, 0, 0);
        entries.add(transferred(state, above, swept, creditsMicro, "", null));
        return creditsMicro;
    }

    private @Nullable Refusal standsInTheWay(@Nullable Node account, String id) {
        if (account == null || account.isClosed()) {
            return new Refusal(Reason.UNKNOWN_NODE, id, 0, 0);
        }
        if (account.funding() != Funding.OWN) {
            return new Refusal(Reason.HOLDS_NO_CREDITS, id, 0, 0);
        }
        return Pools.isDue(state, account, nowMs) ? new Refusal(Reason.EXPIRY_DUE, id, 0, 0) : null;
    }

    private static boolean isTooMuch(Node account, long creditsMicro) {
        long available = Math.max(account.availableMicro(), 0);
        return available + account.reservedMicro() + account.confirmedMicro() + creditsMicro > Credits.MAX_MICRO;
    }

    private static Decision done(Node account, long moreMicro, Entry entry) {
        Balance balance =
                new Balance(account.availableMicro() + moreMicro, account.reservedMicro(), account.confirmedMicro());
        return new Decision(new Outcome.Done(account.id(), balance), List.of(entry));
    }
}
