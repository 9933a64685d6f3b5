package io.farebox.charge;

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

        R lapsed(Lapsed entry);

        R forgotten(Forgotten entry);
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

    /** Credits moved between two payers of one tree. */
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
            long availableMicro,
            @Nullable Once once) implements Entry {
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

    /** One message was settled by a report. */
    record Settled(
            Settlement settlement,
            String record,
            int slot,
            int index,
            String leaf,
            int depth,
            String payer,
            PriceClass priceClass,
            long availableMicro,
            String reason,
            String label)
            implements Entry {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.settled(this);
        }
    }

    /**
     * The deadline settled those messages of a send for which no report had come.
     *
     * @param action what the terms said
     * @param count messages that were still held
     * @param creditsMicro what they cost together
     */
    record Lapsed(
            String record,
            int slot,
            String leaf,
            int depth,
            String payer,
            Terms.OnDeadline action,
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

    /** A record on which nothing can happen any more was dropped. */
    record Forgotten(String record) implements Entry {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.forgotten(this);
        }
    }
}
