package io.farebox.charge;

import io.farebox.charge.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rule for each kind of command. */
final class Rules implements Command.Cases<Decision> {
    private final State state;
    private final long nowMs;

    Rules(State state, long nowMs) {
        this.state = state;
        this.nowMs = nowMs;
    }

    @Override
    public Decision openAccount(Command.OpenAccount c) {
        if (state.node(c.account()) != null) {
            return Decision.refused(Reason.ALREADY_EXISTS, c.account());
        }
        if (c.parent() != null) {
            if (state.node(c.parent()) == null) {
                return Decision.refused(Reason.UNKNOWN_NODE, c.parent());
            }
            if (levelOf(c.parent()) >= Node.LEVEL_MAX) {
                return Decision.refused(Reason.TOO_DEEP, c.parent());
            }
        }
        Entry opened = new Entry.Opened(
                c.account(), c.parent(), c.funding(), c.limitMicro(), c.window(), c.creditLimitMicro(), c.once());
        return done(c.account(), new Balance(0, 0, 0), opened);
    }

    @Override
    public Decision putList(Command.PutList c) {
        String account = Ids.accountOf(c.list());
        if (state.node(account) == null) {
            return Decision.refused(Reason.UNKNOWN_NODE, account);
        }
        Node list = state.node(c.list());
        boolean stopsPaying = list != null && list.funding() == Funding.ASSIGNED && c.funding() != Funding.ASSIGNED;
        if (list != null && stopsPaying && list.reservedMicro() > 0) {
            return Decision.refused(Reason.STILL_RESERVED, c.list(), 0, list.reservedMicro());
        }
        Balance before = list == null ? new Balance(0, 0, 0) : list.balance();
        long moreMicro = c.assignedMicro() - before.availableMicro();
        Node payer = payerOf(account);
        if (moreMicro > Math.max(payer.availableMicro(), 0)) {
            return Decision.refused(Reason.INSUFFICIENT_CREDITS, payer.id(), moreMicro, payer.availableMicro());
        }
        List<Entry> entries = new ArrayList<>();
        boolean newWindow = list != null && list.window().kind() != c.window().kind();
        Window window = newWindow ? c.window().from(nowMs + 1) : c.window();
        entries.add(new Entry.ListPut(c.list(), c.funding(), c.limitMicro(), window));
        addMove(entries, payer, c.list(), before.availableMicro(), moreMicro);
        Balance after = new Balance(c.assignedMicro(), before.reservedMicro(), before.confirmedMicro());
        return new Decision(new Outcome.Done(c.list(), after), entries);
    }

    @Override
    public Decision closeList(Command.CloseList c) {
        Node list = state.node(c.list());
        if (list == null || list.status() == Node.Status.CLOSED) {
            return Decision.refused(Reason.UNKNOWN_NODE, c.list());
        }
        if (list.reservedMicro() > 0) {
            return Decision.refused(Reason.STILL_RESERVED, c.list(), 0, list.reservedMicro());
        }
        List<Entry> entries = new ArrayList<>();
        addMove(entries, payerOf(Ids.accountOf(c.list())), c.list(), list.availableMicro(), -list.availableMicro());
        entries.add(new Entry.StatusSet(c.list(), Node.Status.CLOSED));
        return new Decision(new Outcome.Done(c.list(), new Balance(0, 0, list.confirmedMicro())), entries);
    }

    @Override
    public Decision grant(Command.Grant c) {
        Node node = state.node(c.account());
        if (node == null) {
            return Decision.refused(Reason.UNKNOWN_NODE, c.account());
        }
        if (!node.funding().holdsCredits()) {
            return Decision.refused(Reason.HOLDS_NO_CREDITS, c.account());
        }
        long availableMicro = node.availableMicro() + c.creditsMicro();
        if (availableMicro + node.reservedMicro() + node.confirmedMicro() > Credits.MAX_MICRO) {
            return Decision.refused(Reason.TOO_MANY_CREDITS, c.account(), c.creditsMicro(), 0);
        }
        Entry granted =
                new Entry.Granted(c.account(), c.grant(), c.creditsMicro(), c.expiresAtMs(), availableMicro, c.once());
        return done(c.account(), new Balance(availableMicro, node.reservedMicro(), node.confirmedMicro()), granted);
    }

    @Override
    public Decision suspend(Command.Suspend c) {
        Node node = state.node(c.account());
        if (node == null) {
            return Decision.refused(Reason.UNKNOWN_NODE, c.account());
        }
        Node.Status status = c.suspended() ? Node.Status.SUSPENDED : Node.Status.ACTIVE;
        if (node.status() == status) {
            return Decision.unchanged(new Outcome.Done(node.id(), node.balance()));
        }
        return done(node.id(), node.balance(), new Entry.StatusSet(node.id(), status));
    }

    @Override
    public Decision rollWindow(Command.RollWindow c) {
        Node node = state.node(c.node());
        if (node == null) {
            return Decision.refused(Reason.UNKNOWN_NODE, c.node());
        }
        if (!node.window().hasEndedAt(nowMs)
                || c.window().endMs() <= node.window().endMs()) {
            return Decision.unchanged(new Outcome.Done(node.id(), node.balance()));
        }
        // Nothing was reserved on the node between the end of its window and now: it refused.
        long startMs = Math.max(c.window().startMs(), node.window().endMs());
        return done(
                node.id(),
                node.balance(),
                new Entry.WindowRolled(node.id(), c.window().from(startMs)));
    }

    @Override
    public Decision reserve(Command.Reserve c) {
        return new Reserving(state, nowMs).decide(c);
    }

    @Override
    public Decision settle(Command.Settle c) {
        return new Settling(state, nowMs).settle(c);
    }

    @Override
    public Decision sweep(Command.Sweep c) {
        return new Settling(state, nowMs).sweep(c);
    }

    private static Decision done(String node, Balance balance, Entry entry) {
        return new Decision(new Outcome.Done(node, balance), List.of(entry));
    }

    private static void addMove(List<Entry> entries, Node payer, String list, long listMicro, long moreMicro) {
        if (moreMicro > 0) {
            entries.add(new Entry.Moved(
                    payer.id(), list, moreMicro, payer.availableMicro() - moreMicro, listMicro + moreMicro));
        } else if (moreMicro < 0) {
            entries.add(new Entry.Moved(
                    list, payer.id(), -moreMicro, listMicro + moreMicro, payer.availableMicro() - moreMicro));
        }
    }

    private Node payerOf(String account) {
        Node node = state.known(account);
        while (!node.funding().holdsCredits() && node.parent() != null) {
            node = state.known(node.parent());
        }
        return node;
    }

    private int levelOf(String account) {
        int level = 0;
        @Nullable String parent = state.known(account).parent();
        while (parent != null) {
            level++;
            parent = state.known(parent).parent();
        }
        return level;
    }
}
