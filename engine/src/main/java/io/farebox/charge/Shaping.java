package io.farebox.charge;

import io.farebox.charge.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules for the shape of a credit tree: which nodes there are, how each is funded, and whether it may send. */
final class Shaping {
    private static final Balance NOTHING = new Balance(0, 0, 0);

    private final State state;
    private final long nowMs;

    Shaping(State state, long nowMs) {
        this.state = state;
        this.nowMs = nowMs;
    }

    Decision openAccount(Command.OpenAccount c) {
        if (state.node(c.account()) != null) {
            return Decision.refused(Reason.ALREADY_EXISTS, c.account());
        }
        if (c.parent() != null) {
            Node parent = state.node(c.parent());
            if (parent == null || parent.isClosed()) {
                return Decision.refused(Reason.UNKNOWN_NODE, c.parent());
            }
            if (levelOf(c.parent()) >= Node.LEVEL_MAX) {
                return Decision.refused(Reason.TOO_DEEP, c.parent());
            }
        }
        Entry opened = new Entry.Opened(
                c.account(), c.parent(), c.funding(), c.limitMicro(), c.window(), c.creditLimitMicro(), c.once());
        return done(c.account(), NOTHING, opened);
    }

    Decision putList(Command.PutList c) {
        Node account = state.node(Ids.accountOf(c.list()));
        if (account == null || account.isClosed()) {
            return Decision.refused(Reason.UNKNOWN_NODE, Ids.accountOf(c.list()));
        }
        Node list = state.node(c.list());
        if (list != null && isStillReserved(list, c.funding())) {
            return Decision.refused(Reason.STILL_RESERVED, c.list(), 0, list.reservedMicro());
        }
        Node holder = state.holderOf(account.id());
        long heldMicro = list == null ? 0 : list.availableMicro();
        long moreMicro = c.assignedMicro() - heldMicro;
        if (moreMicro != 0 && Pools.isDue(state, holder, nowMs)) {
            return Decision.refused(Reason.EXPIRY_DUE, holder.id());
        }
        if (moreMicro > Math.max(holder.availableMicro(), 0)) {
            return Decision.refused(Reason.INSUFFICIENT_CREDITS, holder.id(), moreMicro, holder.availableMicro());
        }
        List<Entry> entries = new ArrayList<>();
        // What leaves the list goes before it ceases to pay, and what it is given comes once it does.
        if (moreMicro < 0) {
            addMove(entries, holder, c.list(), heldMicro, moreMicro);
        }
        entries.add(new Entry.ListPut(c.list(), c.funding(), c.limitMicro(), counted(list, c.window())));
        if (moreMicro > 0) {
            addMove(entries, holder, c.list(), heldMicro, moreMicro);
        }
        return new Decision(new Outcome.Done(c.list(), after(list, c.funding(), c.assignedMicro())), entries);
    }

    Decision closeList(Command.CloseList c) {
        Node list = state.node(c.list());
        if (list == null || list.isClosed()) {
            return Decision.refused(Reason.UNKNOWN_NODE, c.list());
        }
        if (list.reservedMicro() > 0) {
            return Decision.refused(Reason.STILL_RESERVED, c.list(), 0, list.reservedMicro());
        }
        List<Entry> entries = new ArrayList<>();
        Node holder = state.holderOf(Ids.accountOf(c.list()));
        addMove(entries, holder, c.list(), list.availableMicro(), -list.availableMicro());
        entries.add(new Entry.StatusSet(c.list(), Node.Status.CLOSED));
        return new Decision(new Outcome.Done(c.list(), new Balance(0, 0, list.confirmedMicro())), entries);
    }

    Decision setFunding(Command.SetFunding c) {
        Node account = state.node(c.account());
        if (account == null || account.isClosed()) {
            return Decision.refused(Reason.UNKNOWN_NODE, c.account());
        }
        if (account.parent() == null && c.funding() != Funding.OWN) {
            return Decision.refused(Reason.NO_PARENT, c.account());
        }
        if (isStillReserved(account, c.funding())) {
            return Decision.refused(Reason.STILL_RESERVED, c.account(), 0, account.reservedMicro());
        }
        if (c.funding() == Funding.OWN && account.availableMicro() < -c.creditLimitMicro()) {
            return Decision.refused(
                    Reason.INSUFFICIENT_CREDITS, c.account(), -c.creditLimitMicro(), account.availableMicro());
        }
        List<Entry> entries = new ArrayList<>();
        if (account.funding() != c.funding()) {
            String assigned = assignedThrough(account);
            if (assigned != null) {
                return Decision.refused(Reason.STILL_ASSIGNED, assigned);
            }
            Refusal refusal = account.funding() == Funding.OWN ? giveUp(account, entries) : null;
            if (refusal != null) {
                return Decision.refused(refusal);
            }
        }
        Window window = counted(account, c.window());
        entries.add(new Entry.FundingSet(c.account(), c.funding(), c.limitMicro(), window, c.creditLimitMicro()));
        long availableMicro = c.funding() == Funding.OWN ? account.availableMicro() : 0;
        return new Decision(new Outcome.Done(c.account(), after(account, c.funding(), availableMicro)), entries);
    }

    Decision setTopUp(Command.SetTopUp c) {
        Node account = state.node(c.account());
        if (account == null || account.isClosed()) {
            return Decision.refused(Reason.UNKNOWN_NODE, c.account());
        }
        if (account.parent() == null) {
            return Decision.refused(Reason.NO_PARENT, c.account());
        }
        if (account.funding() != Funding.OWN) {
            return Decision.refused(Reason.HOLDS_NO_CREDITS, c.account());
        }
        return done(account.id(), account.balance(), new Entry.TopUpSet(c.account(), c.belowMicro(), c.creditsMicro()));
    }

    Decision closeAccount(Command.CloseAccount c) {
        Node account = state.node(c.account());
        if (account == null || account.isClosed()) {
            return Decision.refused(Reason.UNKNOWN_NODE, c.account());
        }
        if (account.children() > 0) {
            return Decision.refused(Reason.HAS_SUBACCOUNTS, c.account());
        }
        if (account.reservedMicro() > 0) {
            return Decision.refused(Reason.STILL_RESERVED, c.account(), 0, account.reservedMicro());
        }
        String assigned = assignedThrough(account);
        if (assigned != null) {
            return Decision.refused(Reason.STILL_ASSIGNED, assigned);
        }
        List<Entry> entries = new ArrayList<>();
        Refusal refusal = account.funding() == Funding.OWN ? giveUp(account, entries) : null;
        if (refusal != null) {
            return Decision.refused(refusal);
        }
        entries.add(new Entry.StatusSet(c.account(), Node.Status.CLOSED));
        return new Decision(new Outcome.Done(c.account(), new Balance(0, 0, account.confirmedMicro())), entries);
    }

    Decision suspend(Command.Suspend c) {
        Node node = state.node(c.account());
        if (node == null || node.isClosed()) {
            return Decision.refused(Reason.UNKNOWN_NODE, c.account());
        }
        Node.Status status = c.suspended() ? Node.Status.SUSPENDED : Node.Status.ACTIVE;
        if (node.status() == status) {
            return Decision.unchanged(new Outcome.Done(node.id(), node.balance()));
        }
        return done(node.id(), node.balance(), new Entry.StatusSet(node.id(), status));
    }

    Decision rollWindow(Command.RollWindow c) {
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

    /** Adds the transfer of all that an account has to the one above that it would draw from; or says why it cannot. */
    private @Nullable Refusal giveUp(Node account, List<Entry> entries) {
        if (account.availableMicro() < 0) {
            return new Refusal(Reason.INSUFFICIENT_CREDITS, account.id(), 0, account.availableMicro());
        }
        if (account.availableMicro() == 0) {
            return null;
        }
        if (account.parent() == null) {
            return new Refusal(Reason.STILL_HOLDS_CREDITS, account.id(), 0, account.availableMicro());
        }
        Node above = state.holderOf(account.parent());
        for (Node side : List.of(account, above)) {
            if (Pools.isDue(state, side, nowMs)) {
                return new Refusal(Reason.EXPIRY_DUE, side.id(), 0, 0);
            }
        }
        entries.add(Supplying.transferred(state, account, above, account.availableMicro(), "", null));
        return null;
    }

    /** A list with credits assigned that came through an account, null where there is none. */
    private @Nullable String assignedThrough(Node account) {
        for (String list : state.pool(state.holderOf(account.id()).id()).lists()) {
            if (state.isWithin(Ids.accountOf(list), account.id())) {
                return list;
            }
        }
        return null;
    }

    /** What was charged to one payer does not become another's: nothing may be held when a node begins or ends to pay. */
    private static boolean isStillReserved(Node node, Funding funding) {
        return node.funding().holdsCredits() != funding.holdsCredits() && node.reservedMicro() > 0;
    }

    private static Balance after(@Nullable Node node, Funding funding, long availableMicro) {
        if (node == null) {
            return new Balance(availableMicro, 0, 0);
        }
        boolean sameBook = node.funding().holdsCredits() == funding.holdsCredits();
        return new Balance(availableMicro, node.reservedMicro(), sameBook ? node.confirmedMicro() : 0);
    }

    /** A window of another kind begins in the next millisecond: what is held now was not spent in it. */
    private Window counted(@Nullable Node node, Window window) {
        return node != null && node.window().kind() != window.kind() ? window.from(nowMs + 1) : window;
    }

    private static void addMove(List<Entry> entries, Node holder, String list, long listMicro, long moreMicro) {
        if (moreMicro > 0) {
            entries.add(new Entry.Moved(
                    holder.id(), list, moreMicro, holder.availableMicro() - moreMicro, listMicro + moreMicro));
        } else if (moreMicro < 0) {
            entries.add(new Entry.Moved(
                    list, holder.id(), -moreMicro, listMicro + moreMicro, holder.availableMicro() - moreMicro));
        }
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

    private static Decision done(String node, Balance balance, Entry entry) {
        return new Decision(new Outcome.Done(node, balance), List.of(entry));
    }
}
