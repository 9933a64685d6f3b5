package io.farebox.charge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One state change, as the journal keeps it: all that is needed to repeat it, and the balance it left.
 *
 * <p>{@code payer} is the node whose credits moved, {@code leaf} the list or account that caused it; {@code depth} is
 * the number of steps from the leaf up to the payer.
 */
public sealed interface Entry {

    /** Handles each kind of entry. */
    interface Cases<R> {
        R opened(Opened entry);

        R listPut(ListPut entry);

        R moved(Moved entry);

        R granted(Granted entry);

        R statusSet(StatusSet entry);

        R windowRolled(WindowRolled entry);

        R reserved(Reserved entry);

        R settled(Settled entry);

        R noted(Noted entry);

        R lapsed(Lapsed entry);

        R putOff(PutOff entry);

        R forgotten(Forgotten entry);

        R transferred(Transferred entry);

        R adjusted(Adjusted entry);

        R lotsEnded(LotsEnded entry);

        R expired(Expired entry);

        R fundingSet(FundingSet entry);

        R topUpSet(TopUpSet entry);

        R cancelled(Cancelled entry);

        R concluded(Concluded entry);
    }

    /** Calls the case of this kind. */
    <R> R when(Cases<R> cases);

    /** An account was opened. */
    record Opened(
            String account,
            @Nullable String parent,
            Funding funding,
            long limitMicro,
            Window window,
            long creditLimitMicro,
            @Nullable Once once)
            implements Entry {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.opened(this);
        }
    }

    /** A list was created or its funding was changed. */
    record ListPut(String list, Funding funding, long limitMicro, Window window) implements Entry {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.listPut(this);
        }
    }

    /** Credits moved between an account's unassigned part and a list, within what its packages gave. */
    record Moved(String from, String to, long creditsMicro, long fromAvailableMicro, long toAvailableMicro)
            implements Entry {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.moved(this);
        }
    }

    /** An account was given credits. */
    record Granted(
            String account,
            String grant,
            long creditsMicro,
            long expiresAtMs,
            boolean extend,
            long availableMicro,
            String reference,
            String note,
            @Nullable Once once)
            implements Entry {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.granted(this);
        }
    }

    /** A node was suspended, resumed, closed or opened again. */
    record StatusSet(String node, Node.Status status) implements Entry {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.statusSet(this);
        }
    }

    /** A limit's next window began. */
    record WindowRolled(String node, Window window) implements Entry {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.windowRolled(this);
        }
    }

    /**
     * The credits of a send are held.
     *
     * @param upTo see {@link Outcome.Reserved}
     * @param order as it was asked for, also where only a part was accepted
     */
    record Reserved(
            String record,
            int slot,
            String leaf,
            int depth,
            String payer,
            int upTo,
            int count,
            long creditsMicro,
            Terms terms,
            long availableMicro,
            Order order,
            @Nullable Once once)
            implements Entry {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.reserved(this);
        }
    }

    /**
     * One message was settled by a report.
     *
     * @param feeMicro what was charged of a released message
     * @param rule the clause that it was settled by, see {@link Clause#rule}
     */
    record Settled(
            Settlement settlement,
            Event event,
            String record,
            int slot,
            int index,
            String leaf,
            int depth,
            String payer,
            PriceClass priceClass,
            long feeMicro,
            long availableMicro,
            String rule,
            String reason,
            String label)
            implements Entry {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.settled(this);
        }
    }

    /** A report came that changed nothing; the history of the message has it all the same. */
    record Noted(Event event, Outcome.Unchanged.Cause cause, String record, int slot, int index, String reason)
            implements Entry {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.noted(this);
        }
    }

    /**
     * A deadline settled those messages of a send that its clause holds and for which no report had come.
     *
     * @param sinceMs since when reports could have come (UTC epoch)
     * @param count messages that were still held
     * @param creditsMicro what they cost together
     */
    record Lapsed(
            String record,
            int slot,
            String leaf,
            int depth,
            String payer,
            Clause clause,
            long sinceMs,
            int count,
            long creditsMicro,
            long availableMicro,
            String label)
            implements Entry {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.lapsed(this);
        }
    }

    /** A deadline left messages that have a later one (UTC epoch). */
    record PutOff(String record, long untilMs) implements Entry {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.putOff(this);
        }
    }

    /** A record on which nothing can happen any more was dropped. */
    record Forgotten(String record) implements Entry {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.forgotten(this);
        }
    }

    /**
     * Credits moved between two accounts of one tree that hold their own.
     *
     * @param lots the parts of packages that they were, which keep their expiry
     */
    record Transferred(
            String from,
            String to,
            long creditsMicro,
            List<Lot> lots,
            long fromAvailableMicro,
            long toAvailableMicro,
            String note,
            @Nullable Once once)
            implements Entry {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.transferred(this);
        }
    }

    /** An account's credits were corrected. */
    record Adjusted(
            String account,
            String adjustment,
            long creditsMicro,
            long expiresAtMs,
            long availableMicro,
            String note,
            @Nullable Once once)
            implements Entry {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.adjusted(this);
        }
    }

    /** The packages of an account that had expired at that time count no more. */
    record LotsEnded(String account) implements Entry {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.lotsEnded(this);
        }
    }

    /**
     * Credits expired.
     *
     * @param account whose packages had ended
     * @param node where the credits were: the account, or a list that it had assigned them to
     */
    record Expired(String account, String node, long creditsMicro, long availableMicro) implements Entry {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.expired(this);
        }
    }

    /** An account's funding, quota or credit limit was changed. */
    record FundingSet(String account, Funding funding, long limitMicro, Window window, long creditLimitMicro)
            implements Entry {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.fundingSet(this);
        }
    }

    /** An account's automatic top-up was changed. */
    record TopUpSet(String account, long belowMicro, long creditsMicro) implements Entry {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.topUpSet(this);
        }
    }

    /**
     * A scheduled send was given back before its time.
     *
     * @param count messages that were held
     */
    record Cancelled(
            String record,
            int slot,
            String leaf,
            int depth,
            String payer,
            int count,
            long creditsMicro,
            long availableMicro,
            String label)
            implements Entry {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.cancelled(this);
        }
    }

    /** A reservation of a caller that prices itself was ended. */
    record Concluded(
            String record,
            int slot,
            String leaf,
            int depth,
            String payer,
            long confirmedMicro,
            long releasedMicro,
            long availableMicro,
            String label,
            @Nullable Once once)
            implements Entry {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.concluded(this);
        }
    }
}
