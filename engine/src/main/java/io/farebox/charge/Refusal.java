package io.farebox.charge;

/**
 * Why a command was refused: it says which node refused, what it would have needed and what it had.
 *
 * @param node id of the node, record or grant that stood in the way
 * @param requiredMicro micro-credits that were asked of it, 0 where credits are not the reason
 * @param availableMicro micro-credits that it had to give, may be negative on a postpaid account
 */
public record Refusal(Reason reason, String node, long requiredMicro, long availableMicro) {
    /** What stood in the way. */
    public enum Reason {
        /** The payer does not have the credits. */
        INSUFFICIENT_CREDITS,
        /** A list's cap leaves no room. */
        CAP_EXCEEDED,
        /** A shared account's quota leaves no room. */
        QUOTA_EXCEEDED,
        /** An account on the way to the root is suspended. */
        SUSPENDED,
        /** There is no such account or list, or the list is closed. */
        UNKNOWN_NODE,
        /** An account of that id is already there. */
        ALREADY_EXISTS,
        /** A subaccount may be five levels below its root account and no more. */
        TOO_DEEP,
        /** Only a node that holds credits itself can be given some. */
        HOLDS_NO_CREDITS,
        /** Credits are still reserved on the node. */
        STILL_RESERVED,
        /** A limit's window has ended; it must be rolled first. Never reaches a client. */
        WINDOW_ENDED,
        /** A package has expired; the account must be swept first. Never reaches a client. */
        EXPIRY_DUE,
        /** Credits move only between an account and those above or below it. */
        UNRELATED,
        /** A root account has no other account to draw from. */
        NO_PARENT,
        /** A list still has credits assigned to it. */
        STILL_ASSIGNED,
        /** An account still has credits, and no account above it that could take them. */
        STILL_HOLDS_CREDITS,
        /** An account still has subaccounts that are open. */
        HAS_SUBACCOUNTS,
        /** The send was not scheduled, or its time has come. */
        NOT_CANCELLABLE,
        /** More was to be charged than is reserved. */
        EXCEEDS_RESERVATION,
        /** A counter would pass {@link Credits#MAX_MICRO}. */
        TOO_MANY_CREDITS,
        /** The idempotency key was used for another command. */
        KEY_REUSED
    }
}
