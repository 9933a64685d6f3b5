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
 * @param confirmedMicro charged for messages that were sent through it
 * @param spentMicro held and charged for what was reserved in the current window
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
        long spentMicro) {

    /** The limit of a node that has none. */
    public static final long UNLIMITED = -1;
    /** The deepest level of a subaccount below its root account, which is level 0. */
    public static final int LEVEL_MAX = 5;

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
        return new Node(id, parent, funding, limitMicro, window, creditLimitMicro, Status.ACTIVE, 0, 0, 0, 0);
    }

    /** Its counters. */
    public Balance balance() {
        return new Balance(availableMicro, reservedMicro, confirmedMicro);
    }

    /** What its limit leaves of the current window, or {@link Credits#MAX_MICRO} where it has none. */
    public long roomMicro() {
        return limitMicro == UNLIMITED ? Credits.MAX_MICRO : limitMicro - spentMicro;
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
                this.spentMicro + spentMicro);
    }

    Node with(Status status) {
        return with(funding, limitMicro, window, status, spentMicro);
    }

    /** Another funding or limit. A window of another kind starts with nothing spent. */
    Node with(Funding funding, long limitMicro, Window window) {
        boolean sameWindow = window.kind() == this.window.kind();
        Window counted = sameWindow ? this.window : window;
        return with(funding, limitMicro, counted, Status.ACTIVE, sameWindow ? spentMicro : 0);
    }

    Node with(Window window) {
        return with(funding, limitMicro, window, status, 0);
    }

    private Node with(Funding funding, long limitMicro, Window window, Status status, long spentMicro) {
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
                spentMicro);
    }
}
