package io.farebox.charge;

import io.farebox.charge.Holding.Status;

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
        state.remember(e.once(), new Outcome.Done(node.id(), node.balance()), null, atMs);
        return state;
    }

    @Override
    public State listPut(Entry.ListPut e) {
        Node before = state.node(e.list());
        String account = Ids.accountOf(e.list());
        state.put(
                before == null
                        ? Node.opened(e.list(), account, e.funding(), e.limitMicro(), e.window(), 0)
                        : before.with(e.funding(), e.limitMicro(), e.window()));
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
        Node node = state.known(e.account()).plus(e.creditsMicro(), 0, 0, 0);
        state.put(node);
        state.addLot(e.account(), new State.Lot(e.grant(), e.creditsMicro(), e.expiresAtMs()));
        state.remember(e.once(), new Outcome.Done(node.id(), node.balance()), null, atMs);
        return state;
    }

    @Override
    public State statusSet(Entry.StatusSet e) {
        state.put(state.known(e.node()).with(e.status()));
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
        state.holding(e.record(), e.terms(), atMs)
                .add(e.slot(), new Holding.Held(e.leaf(), e.depth(), e.upTo(), order), e.count());
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
            case CONFIRMED -> confirm(e.leaf(), e.depth(), credits);
            case RELEASED -> release(e.leaf(), e.depth(), credits, holding.atMs());
            case RECHARGED -> recharge(e.leaf(), e.depth(), credits);
        }
        holding.settle(e.slot() + e.index(), statusOf(e.settlement()), atMs);
        return state;
    }

    @Override
    public State lapsed(Entry.Lapsed e) {
        Holding holding = state.knownRecord(e.record());
        boolean confirms = e.action() == Terms.OnDeadline.CONFIRM;
        if (confirms) {
            confirm(e.leaf(), e.depth(), e.creditsMicro());
        } else {
            release(e.leaf(), e.depth(), e.creditsMicro(), holding.atMs());
        }
        Holding.Held send = holding.known(e.slot());
        for (int i = 0; i < send.upTo(); i++) {
            if (send.holds(i) && holding.status(e.slot() + i) == Status.HELD) {
                holding.settle(e.slot() + i, confirms ? Status.CONFIRMED : Status.RELEASED, atMs);
            }
        }
        return state;
    }

    @Override
    public State forgotten(Entry.Forgotten e) {
        state.forget(e.record());
        return state;
    }

    private static Status statusOf(Settlement settlement) {
        return switch (settlement) {
            case CONFIRMED -> Status.CONFIRMED;
            case RELEASED -> Status.RELEASED;
            case RECHARGED -> Status.RECHARGED;
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
