package io.farebox.ledger;

/** The failure of a store, or a limit of the engine, that kept a command or a query from being answered. */
public final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What a caller can do about it. */
    public enum Cause {
        /** A queue is at its bound; nothing was done; try again after a moment. */
        OVERLOADED,
        /** The partition's store does not answer or is behind its journal; the command may have been carried out. */
        PARTITION_UNAVAILABLE,
        /** The history's store does not answer. */
        HISTORY_UNAVAILABLE
    }

    private final Cause reason;
    private final int retryAfterSeconds;

    public Unavailable(Cause reason, int retryAfterSeconds, String message) {
        super(message, null, false, false);
        this.reason = reason;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public Cause reason() {
        return reason;
    }

    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
