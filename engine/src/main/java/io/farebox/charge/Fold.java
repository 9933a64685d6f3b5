package io.farebox.charge;

import io.farebox.charge.Holding.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each kind of entry does to a state; the whole meaning of the journal stands here. */
final class Fold implements Entry.Cases<State> {
    private final State state;
    private final long atMs;

    Fold(State state, long atMs) {
        this.state = state;
        this.atMs = atMs;
    }

    @Override
    public State opened(Entry.Opened e) {
        Node node = Node.opened(e.account(), e.parent(), e.funding(), e.limitMicro(), e.window(), e.creditLimitMicro());
        state.put(node);
        addChild(e.parent(), 1);
        state.remember(e.once(), new Outcome.Done(node.id(), node.balance()), null, atMs);
        return state;
    }

    private void addChild(@Nullable String parent, int more) {
        if (parent != null) {
            Node node = state.known(parent);
            state.put(node.with(node.nextExpiryMs(), node.children() + more, node.topUp()));
        }
    }

    @Override
    public State listPut(Entry.ListPut e) {
        Node before = state.node(e.list());
        String account = Ids.accountOf(e.list());
        state.put(
                before == null
                        ? Node.opened(e.list(), account, e.funding(), e.limitMicro(), e.window(), 0)
                        : before.with(e.funding(), e.limitMicro(), e.window(), 0));
        state.setAssigned(state.holderOf(account).id(), e.list(), e.funding() == Funding.ASSIGNED);
        return state;
    }

    @Override
    public State moved(Entry.Moved e) {
        state.put(state.known(e.from()).plus(-e.creditsMicro(), 0, 0, 0));
        state.put(state.known(e.to()).plus(e.creditsMicro(), 0, 0, 0));
        return state;
    }

    @Override
    public State granted(Entry.Granted e) {
        state.put(state.known(e.account()).plus(e.creditsMicro(), 0, 0, 0));
        List<Lot> lots = state.pool(e.account()).lots();
        List<Lot> kept = e.extend() ? Lots.extended(lots, e.expiresAtMs()) : lots;
        state.setLots(e.account(), Lots.with(kept, new Lot(e.grant(), e.creditsMicro(), e.expiresAtMs())));
        return done(e.account(), e.once());
    }

    @Override
    public State adjusted(Entry.Adjusted e) {
        Node before = state.known(e.account());
        state.put(before.plus(e.creditsMicro(), 0, 0, 0));
        List<Lot> lots = state.pool(e.account()).lots();
        state.setLots(
                e.account(),
                e.creditsMicro() > 0
                        ? Lots.with(lots, new Lot(e.adjustment(), e.creditsMicro(), e.expiresAtMs()))
                        : Lots.without(lots, Lots.first(lots, Pools.heldMicro(state, before), -e.creditsMicro())));
        return done(e.account(), e.once());
    }

    @Override
    public State transferred(Entry.Transferred e) {
        state.put(state.known(e.from()).plus(-e.creditsMicro(), 0, 0, 0));
        state.setLots(e.from(), Lots.without(state.pool(e.from()).lots(), e.lots()));
        state.put(state.known(e.to()).plus(e.creditsMicro(), 0, 0, 0));
        List<Lot> lots = state.pool(e.to()).lots();
        for (Lot lot : e.lots()) {
            lots = Lots.with(lots, lot);
        }
        state.setLots(e.to(), lots);
        return done(e.from(), e.once());
    }

    @Override
    public State lotsEnded(Entry.LotsEnded e) {
        state.setLots(e.account(), Lots.after(state.pool(e.account()).lots(), atMs));
        return state;
    }

    @Override
    public State expired(Entry.Expired e) {
        state.put(state.known(e.node()).plus(-e.creditsMicro(), 0, 0, 0));
        return state;
    }

    @Override
    public State fundingSet(Entry.FundingSet e) {
        state.put(state.known(e.account()).with(e.funding(), e.limitMicro(), e.window(), e.creditLimitMicro()));
        if (e.funding() == Funding.SHARED) {
            state.setLots(e.account(), List.of());
        }
        return state;
    }

    @Override
    public State topUpSet(Entry.TopUpSet e) {
        Node node = state.known(e.account());
        state.put(node.with(node.nextExpiryMs(), node.children(), new Node.TopUp(e.belowMicro(), e.creditsMicro())));
        return state;
    }

    private State done(String node, @Nullable Once once) {
        state.remember(once, new Outcome.Done(node, state.known(node).balance()), null, atMs);
        return state;
    }

    @Override
    public State statusSet(Entry.StatusSet e) {
        Node node = state.known(e.node()).with(e.status());
        state.put(node);
        if (e.status() == Node.Status.CLOSED) {
            if (Ids.listOf(e.node()).isEmpty()) {
                addChild(node.parent(), -1);
            } else {
                state.setAssigned(state.holderOf(Ids.accountOf(e.node())).id(), e.node(), false);
            }
        }
        return state;
    }

    @Override
    public State windowRolled(Entry.WindowRolled e) {
        state.put(state.known(e.node()).with(e.window()));
        return state;
    }

    @Override
    public State reserved(Entry.Reserved e) {
        long credits = e.creditsMicro();
        along(e.leaf(), e.depth(), (node, isPayer) -> node.plus(isPayer ? -credits : 0, credits, 0, credits));
        Order order = e.order().withoutManifest();
        Holding.Held send = state.shared(new Holding.Held(e.leaf(), e.depth(), e.upTo(), order));
        state.holding(e.record(), e.terms(), atMs).add(e.slot(), send, e.count(), credits);
        Balance balance = state.known(e.payer()).balance();
        state.remember(
                e.once(),
                new Outcome.Reserved(e.record(), e.slot(), e.upTo(), e.count(), credits, balance),
                order,
                atMs);
        return state;
    }

    @Override
    public State settled(Entry.Settled e) {
        Holding holding = state.knownRecord(e.record());
        long credits = e.priceClass().creditsMicro();
        switch (e.settlement()) {
            case CONFIRMED -> {
                confirm(e.leaf(), e.depth(), credits);
                holding.count(credits, 0);
            }
            case RELEASED -> {
                confirm(e.leaf(), e.depth(), e.feeMicro());
                release(e.leaf(), e.depth(), credits - e.feeMicro(), holding.atMs());
                holding.count(e.feeMicro(), credits - e.feeMicro());
            }
            case RECHARGED -> {
                recharge(e.leaf(), e.depth(), credits);
                holding.countLate(credits);
            }
        }
        holding.settle(e.slot() + e.index(), statusOf(e), atMs);
        return state;
    }

    @Override
    public State lapsed(Entry.Lapsed e) {
        Holding holding = state.knownRecord(e.record());
        boolean confirms = e.clause().onDeadline() == Clause.OnDeadline.CONFIRM;
        if (confirms) {
            confirm(e.leaf(), e.depth(), e.creditsMicro());
            holding.count(e.creditsMicro(), 0);
        } else {
            release(e.leaf(), e.depth(), e.creditsMicro(), holding.atMs());
            holding.count(0, e.creditsMicro());
        }
        settleHeld(holding, e.slot(), e.clause(), confirms ? Status.CONFIRMED : Status.RELEASED);
        return state;
    }

    @Override
    public State cancelled(Entry.Cancelled e) {
        Holding holding = state.knownRecord(e.record());
        release(e.leaf(), e.depth(), e.creditsMicro(), holding.atMs());
        settleHeld(holding, e.slot(), null, Status.RELEASED);
        holding.count(0, e.creditsMicro());
        return state;
    }

    private void settleHeld(Holding holding, int slot, @Nullable Clause clause, Status to) {
        Holding.Held send = holding.known(slot);
        for (int i = 0; i < send.upTo(); i++) {
            if (holding.isHeld(slot, send, i, clause)) {
                holding.settle(slot + i, to, atMs);
            }
        }
    }

    @Override
    public State concluded(Entry.Concluded e) {
        Holding holding = state.knownRecord(e.record());
        confirm(e.leaf(), e.depth(), e.confirmedMicro());
        release(e.leaf(), e.depth(), e.releasedMicro(), holding.atMs());
        boolean charged = e.confirmedMicro() > 0 || e.releasedMicro() == 0;
        holding.settle(e.slot(), charged ? Status.CONFIRMED : Status.RELEASED, atMs);
        holding.count(e.confirmedMicro(), e.releasedMicro());
        state.remember(e.once(), Settling.concluded(e.confirmedMicro(), e.releasedMicro()), null, atMs);
        return state;
    }

    @Override
    public State forgotten(Entry.Forgotten e) {
        state.forget(e.record());
        return state;
    }

    @Override
    public State noted(Entry.Noted entry) {
        return state;
    }

    @Override
    public State putOff(Entry.PutOff e) {
        state.knownRecord(e.record()).putOff(e.untilMs());
        return state;
    }

    private static Status statusOf(Entry.Settled e) {
        return switch (e.settlement()) {
            case CONFIRMED, RECHARGED -> Status.CONFIRMED;
            case RELEASED -> e.feeMicro() > 0 ? Status.FEE_CHARGED : Status.RELEASED;
        };
    }

    private void recharge(String leaf, int depth, long credits) {
        along(leaf, depth, (node, isPayer) -> node.plus(isPayer ? -credits : 0, 0, credits, credits));
    }

    private void confirm(String leaf, int depth, long credits) {
        along(leaf, depth, (node, isPayer) -> node.plus(0, -credits, credits, 0));
    }

    /** Credits that were reserved before the current window began were not spent in it. */
    private void release(String leaf, int depth, long credits, long reservedAtMs) {
        along(leaf, depth, (node, isPayer) -> {
            long spent = node.window().counts(reservedAtMs) ? -credits : 0;
            return node.plus(isPayer ? credits : 0, -credits, 0, spent);
        });
    }

    private interface Change {
        Node of(Node node, boolean isPayer);
    }

    private void along(String leaf, int depth, Change change) {
        String id = leaf;
        for (int step = 0; step <= depth; step++) {
            Node node = state.known(id);
            state.put(change.of(node, step == depth));
            id = node.parent() == null ? "" : node.parent();
        }
    }
}
