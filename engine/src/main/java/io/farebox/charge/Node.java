package io.farebox.charge;

import org.jspecify.annotations.Nullable;

/**
 * An account or a list of the credit tree, with its counters in micro-credits.
 *
 * @param parent the node above, null for a root account
 * @param limitMicro quota or cap, or {@link #UNLIMITED}
 * @param window the span that the limit counts in
 * @param creditLimitMicro how far below zero {@code availableMicro} may go
 * @param availableMicro what the node holds and may spend; 0 where it draws from its parent
 * @param reservedMicro held for messages that were sent through it
 * @param confirmedMicro charged for messages that were sent through it since it has had this kind of funding
 * @param spentMicro held and charged for what was reserved in the current window
 * @param nextExpiryMs when the first of its packages expires (UTC epoch), 0 where it has none
 * @param children open subaccounts right below it
 */
public record Node(
        String id,
        @Nullable String parent,
        Funding funding,
        long limitMicro,
        Window window,
        long creditLimitMicro,
        Status status,
        long availableMicro,
        long reservedMicro,
        long confirmedMicro,
        long spentMicro,
        long nextExpiryMs,
        int children,
        TopUp topUp) {

    /** The limit of a node that has none. */
    public static final long UNLIMITED = -1;
    /** The deepest level of a subaccount below its root account, which is level 0. */
    public static final int LEVEL_MAX = 5;

    /**
     * How an account is topped up from above.
     *
     * @param belowMicro as soon as it has less available
     * @param creditsMicro it is given so much; 0 where it is not topped up
     */
    public record TopUp(long belowMicro, long creditsMicro) {
        /** No top-up. */
        public static final TopUp NONE = new TopUp(0, 0);

        boolean isDueAt(long availableMicro) {
            return creditsMicro > 0 && availableMicro < belowMicro;
        }
    }

    /** Whether a node may send. */
    public enum Status {
        ACTIVE('a'),
        SUSPENDED('s'),
        CLOSED('x');

        private final char code;

        Status(char code) {
            this.code = code;
        }

        /** The letter that stands for it in Redis and in the journal. */
        public char code() {
            return code;
        }

        /** The status that the letter stands for. */
        public static Status of(char code) {
            for (Status status : values()) {
                if (status.code == code) {
                    return status;
                }
            }
            throw new IllegalArgumentException("no status has the code " + code);
        }
    }

    static Node opened(
            String id,
            @Nullable String parent,
            Funding funding,
            long limitMicro,
            Window window,
            long creditLimitMicro) {
        return new Node(
                id, parent, funding, limitMicro, window, creditLimitMicro, Status.ACTIVE, 0, 0, 0, 0, 0, 0, TopUp.NONE);
    }

    /** Its counters. */
    public Balance balance() {
        return new Balance(availableMicro, reservedMicro, confirmedMicro);
    }

    /** What its limit leaves of the current window, or {@link Credits#MAX_MICRO} where it has none. */
    public long roomMicro() {
        return limitMicro == UNLIMITED ? Credits.MAX_MICRO : limitMicro - spentMicro;
    }

    boolean isClosed() {
        return status == Status.CLOSED;
    }

    /** Whether one of its packages has expired at that time and was not taken out yet. */
    boolean hasExpiryDueAt(long nowMs) {
        return nextExpiryMs != 0 && nextExpiryMs <= nowMs;
    }

    Node plus(long availableMicro, long reservedMicro, long confirmedMicro, long spentMicro) {
        return new Node(
                id,
                parent,
                funding,
                limitMicro,
                window,
                creditLimitMicro,
                status,
                this.availableMicro + availableMicro,
                this.reservedMicro + reservedMicro,
                this.confirmedMicro + confirmedMicro,
                this.spentMicro + spentMicro,
                nextExpiryMs,
                children,
                topUp);
    }

    Node with(Status status) {
        return with(funding, limitMicro, window, creditLimitMicro, status, confirmedMicro, spentMicro);
    }

    /**
     * Another funding, limit or credit limit. A window of another kind starts with nothing spent. A node that begins or
     * ends to pay begins a book of its own: nothing is charged or spent in it yet, and no top-up is due on one that does
     * not pay.
     */
    Node with(Funding funding, long limitMicro, Window window, long creditLimitMicro) {
        boolean sameWindow = window.kind() == this.window.kind();
        boolean sameBook = funding.holdsCredits() == this.funding.holdsCredits();
        return with(
                        funding,
                        limitMicro,
                        sameWindow ? this.window : window,
                        creditLimitMicro,
                        isClosed() ? Status.ACTIVE : status,
                        sameBook ? confirmedMicro : 0,
                        sameWindow && sameBook ? spentMicro : 0)
                .with(nextExpiryMs, children, funding.holdsCredits() ? topUp : TopUp.NONE);
    }

    Node with(Window window) {
        return with(funding, limitMicro, window, creditLimitMicro, status, confirmedMicro, 0);
    }

    private Node with(
            Funding funding,
            long limitMicro,
            Window window,
            long creditLimitMicro,
            Status status,
            long confirmedMicro,
            long spentMicro) {
        return new Node(
                id,
                parent,
                funding,
                limitMicro,
                window,
                creditLimitMicro,
                status,
                availableMicro,
                reservedMicro,
                confirmedMicro,
                spentMicro,
                nextExpiryMs,
                children,
                topUp);
    }

    Node with(long nextExpiryMs, int children, TopUp topUp) {
        return new Node(
                id,
                parent,
                funding,
                limitMicro,
                window,
                creditLimitMicro,
                status,
                availableMicro,
                reservedMicro,
                confirmedMicro,
                spentMicro,
                nextExpiryMs,
                children,
                topUp);
    }
}
