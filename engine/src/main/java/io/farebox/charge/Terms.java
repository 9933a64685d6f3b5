package io.farebox.charge;

/**
 * What settles a held message when its report does not: the settlement policy as it was when the send was reserved.
 *
 * @param deadlineMs when messages without a report lapse (UTC epoch)
 * @param onDeadline what lapsing does
 * @param lateDelivery what the delivery of a message does whose credits were already given back
 */
public record Terms(long deadlineMs, OnDeadline onDeadline, LateDelivery lateDelivery) {
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

    /** Two letters that stand for the policies in Redis and in the journal, such as {@code cc}. */
    public String code() {
        return (onDeadline == OnDeadline.CONFIRM ? "c" : "r") + (lateDelivery == LateDelivery.CHARGE ? "c" : "i");
    }

    /** The terms that the two letters stand for. */
    public static Terms of(long deadlineMs, String code) {
        return new Terms(
                deadlineMs,
                code.charAt(0) == 'c' ? OnDeadline.CONFIRM : OnDeadline.RELEASE,
                code.charAt(1) == 'c' ? LateDelivery.CHARGE : LateDelivery.IGNORE);
    }
}
