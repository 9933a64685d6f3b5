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

        R sweepAccount(SweepAccount command);

        R transfer(Transfer command);

        R adjust(Adjust command);

        R setFunding(SetFunding command);

        R setTopUp(SetTopUp command);

        R closeAccount(CloseAccount command);

        R cancel(Cancel command);

        R conclude(Conclude command);
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
     * @param extend whether all that the account still holds expires no earlier than this
     * @param reference the buyer's or the payment's own, for the ledger, may be empty
     * @param note for the ledger, may be empty
     */
    record Grant(
            String account,
            String grant,
            long creditsMicro,
            long expiresAtMs,
            boolean extend,
            String reference,
            String note,
            @Nullable Once once)
            implements Command {
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
     * Settles one message by what its delivery report says, or notes the report where it settles nothing.
     *
     * @param index the message's place in its send
     * @param reason what the report said, for the ledger: at most 64 characters
     * @param authentic whether the report is noted also where no such message is held any more: its sender has shown
     *     that he is the carrier
     */
    record Settle(String record, int slot, int index, Event event, String reason, boolean authentic)
            implements Command {
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

    /**
     * Does what is due on an account that holds credits: expires what its ended packages leave, and tops it up where it
     * has fallen below its threshold.
     */
    record SweepAccount(String account) implements Command {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.sweepAccount(this);
        }
    }

    /**
     * Moves unassigned credits between an account and one above or below it; they keep their expiry.
     *
     * @param creditsMicro 1 to {@link Credits#MAX_MICRO}
     * @param note for the ledger, may be empty
     */
    record Transfer(
            String from,
            String to,
            long creditsMicro,
            String note,
            @Nullable Once once) implements Command {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.transfer(this);
        }
    }

    /**
     * Corrects what an account holds.
     *
     * @param adjustment id of the package that added credits are
     * @param creditsMicro added, or taken away where negative; never 0
     * @param expiresAtMs when added credits expire (UTC epoch)
     * @param note why, for the ledger
     */
    record Adjust(
            String account,
            String adjustment,
            long creditsMicro,
            long expiresAtMs,
            String note,
            @Nullable Once once) implements Command {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.adjust(this);
        }
    }

    /**
     * Changes where an account's credits come from, its quota or its credit limit. What it holds goes to the account
     * that it will draw from.
     *
     * @param limitMicro quota in micro-credits of a shared account, or {@link Node#UNLIMITED}
     * @param window span that the quota counts in
     * @param creditLimitMicro of an account that holds credits, else 0
     */
    record SetFunding(String account, Funding funding, long limitMicro, Window window, long creditLimitMicro)
            implements Command {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.setFunding(this);
        }
    }

    /**
     * Has a subaccount topped up by the account above it that holds credits, or ends that.
     *
     * @param belowMicro as soon as it has less available
     * @param creditsMicro it is given so much, once the account above has as much; 0 for no more top-ups
     */
    record SetTopUp(String account, long belowMicro, long creditsMicro) implements Command {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.setTopUp(this);
        }
    }

    /** Closes an account without open subaccounts and holds; what it has left goes to the account above it. */
    record CloseAccount(String account) implements Command {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.closeAccount(this);
        }
    }

    /** Gives back what a scheduled send holds, before its time. */
    record Cancel(String record, int slot) implements Command {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.cancel(this);
        }
    }

    /**
     * Ends a reservation of a caller that prices itself: charges a part of it and gives the rest back.
     *
     * @param creditsMicro what is charged, 0 to all of it; {@link #ALL} for all of it
     */
    record Conclude(
            String record,
            int slot,
            long creditsMicro,
            @Nullable Once once) implements Command {
        /** Charges all that was reserved. */
        public static final long ALL = -1;

        @Override
        public <R> R when(Cases<R> cases) {
            return cases.conclude(this);
        }
    }
}
