package io.farebox.charge;

/**
 * What settles a held message when its report does not: the settlement policy as it was when the send was reserved.
 *
 * @param deadlineMs when messages without a report lapse (UTC epoch)
 * @param onDeadline what lapsing does
 * @param lateDelivery what the delivery of a message does whose credits were already given back
 * @param scheduledMs when it will be sent and until when it can be cancelled (UTC epoch), 0 for a send of now
 */
public record Terms(long deadlineMs, OnDeadline onDeadline, LateDelivery lateDelivery, long scheduledMs) {
    /** The terms of a send of now. */
    public Terms(long deadlineMs, OnDeadline onDeadline, LateDelivery lateDelivery) {
        this(deadlineMs, onDeadline, lateDelivery, 0);
    }

    /** What the deadline does to messages without a report. */
    public enum OnDeadline {
        CONFIRM,
        RELEASE
    }

    /** What a report of delivery does after the release. */
    public enum LateDelivery {
        /** Charges the message after all, where available credits and caps allow it. */
        CHARGE,
        /** Leaves the message released. */
        IGNORE
    }

    /**
     * What stands for all but the deadline in Redis and in the journal: two letters for the policies and, for a
     * scheduled send, its time, such as {@code cc} and {@code ri1800000000000}.
     */
    public String code() {
        String letters =
                (onDeadline == OnDeadline.CONFIRM ? "c" : "r") + (lateDelivery == LateDelivery.CHARGE ? "c" : "i");
        return scheduledMs == 0 ? letters : letters + scheduledMs;
    }

    /** The terms that the code stands for. */
    public static Terms of(long deadlineMs, String code) {
        return new Terms(
                deadlineMs,
                code.charAt(0) == 'c' ? OnDeadline.CONFIRM : OnDeadline.RELEASE,
                code.charAt(1) == 'c' ? LateDelivery.CHARGE : LateDelivery.IGNORE,
                code.length() == 2 ? 0 : Long.parseLong(code.substring(2)));
    }
}
