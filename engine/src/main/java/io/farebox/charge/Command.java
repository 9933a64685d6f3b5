package io.farebox.charge;

import org.jspecify.annotations.Nullable;

/** Something that a caller wants to happen to the credit tree; it is decided as a whole or refused as a whole. */
public sealed interface Command {

    /** Handles each kind of command; a new kind does not compile until every handler knows it. */
    interface Cases<R> {
        R openAccount(OpenAccount command);

        R putList(PutList command);

        R closeList(CloseList command);

        R grant(Grant command);

        R suspend(Suspend command);

        R rollWindow(RollWindow command);

        R reserve(Reserve command);

        R settle(Settle command);

        R sweep(Sweep command);
    }

    /** Calls the case of this kind. */
    <R> R when(Cases<R> cases);

    /** The client's promise of sameness, where it made one. */
    default @Nullable Once once() {
        return null;
    }

    /**
     * Opens an account.
     *
     * @param parent the account above, null for a root account
     * @param funding {@link Funding#OWN} or {@link Funding#SHARED}; a root account is always OWN
     * @param limitMicro quota in micro-credits, or {@link Node#UNLIMITED}
     * @param window span that the quota counts in
     * @param creditLimitMicro how far below zero the available credits may go, 0 for a prepaid account
     */
    record OpenAccount(
            String account,
            @Nullable String parent,
            Funding funding,
            long limitMicro,
            Window window,
            long creditLimitMicro,
            @Nullable Once once)
            implements Command {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.openAccount(this);
        }
    }

    /**
     * Creates a list or changes its funding.
     *
     * @param list node id of the list; its account must exist
     * @param limitMicro cap of a capped list in micro-credits, else {@link Node#UNLIMITED}
     * @param assignedMicro micro-credits that an assigned list shall have available after this; 0 for the others. The
     *     difference moves between the list and the payer its account draws from
     */
    record PutList(String list, Funding funding, long limitMicro, Window window, long assignedMicro)
            implements Command {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.putList(this);
        }
    }

    /** Closes a list on which nothing is reserved; what is assigned to it goes back. */
    record CloseList(String list) implements Command {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.closeList(this);
        }
    }

    /**
     * Gives an account credits that were bought or given.
     *
     * @param grant id of the package
     * @param creditsMicro 1 to {@link Credits#MAX_MICRO}
     * @param expiresAtMs when the unused rest expires (UTC epoch)
     */
    record Grant(
            String account,
            String grant,
            long creditsMicro,
            long expiresAtMs,
            @Nullable Once once) implements Command {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.grant(this);
        }
    }

    /** Stops or resumes sends of an account and of all below it. */
    record Suspend(String account, boolean suspended) implements Command {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.suspend(this);
        }
    }

    /** Starts a limit's next window: nothing has been spent in it yet. */
    record RollWindow(String node, Window window) implements Command {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.rollWindow(this);
        }
    }

    /**
     * Holds the credits of a send along the path of a list or account.
     *
     * @param record id of the record that will keep the holds; single-message sends may share one
     * @param slot place in the record, 0 where the send has a record of its own
     * @param leaf the list or account that sends
     * @param partial whether as many messages as fit, in order, shall go where not all fit
     */
    record Reserve(
            String record,
            int slot,
            String leaf,
            Order order,
            Terms terms,
            boolean partial,
            @Nullable Once once) implements Command {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.reserve(this);
        }
    }

    /**
     * Settles one message by what its delivery report says.
     *
     * @param index the message's place in its send
     * @param delivered true charges it, false gives its credits back
     * @param reason what the report said, for the ledger: at most 64 characters
     */
    record Settle(String record, int slot, int index, boolean delivered, String reason) implements Command {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.settle(this);
        }
    }

    /** Does what is due on a record: lapses what no report has settled, or forgets what has long been settled. */
    record Sweep(String record) implements Command {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.sweep(this);
        }
    }
}
