package io.farebox.charge;

/**
 * What settles a message, and at which price, as the settlement policy had it when the send was reserved.
 *
 * @param deadlineMs when a message without a report lapses (UTC epoch)
 * @param onDeadline what lapsing does
 * @param lateDelivery what the delivery of a message does whose credits were already given back
 * @param chargesHandOver whether the carrier's taking the message charges it, and not its delivery alone
 * @param failureFeeMicro what is charged of a message that failed after the carrier took it, at most its price; 0 to
 *     {@link Credits#MAX_MICRO}
 */
public record Clause(
        long deadlineMs,
        OnDeadline onDeadline,
        LateDelivery lateDelivery,
        boolean chargesHandOver,
        long failureFeeMicro) {

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

    /** A clause that charges on delivery and nothing for a failure. */
    public Clause(long deadlineMs, OnDeadline onDeadline, LateDelivery lateDelivery) {
        this(deadlineMs, onDeadline, lateDelivery, false, 0);
    }

    /** The same with another deadline. */
    public Clause due(long atMs) {
        return new Clause(atMs, onDeadline, lateDelivery, chargesHandOver, failureFeeMicro);
    }

    /** What is charged of a failed message of that price. */
    long feeMicroOf(long creditsMicro) {
        return Math.min(failureFeeMicro, creditsMicro);
    }

    /**
     * All but the deadline as Redis and the journal write it: a letter each for the deadline (c or r), the late delivery
     * (c or i) and the charge point (d for the delivery, h for the hand-over), then the fee where there is one: {@code
     * ccd}, {@code rid500000}.
     */
    public String rule() {
        String letters = (onDeadline == OnDeadline.CONFIRM ? "c" : "r")
                + (lateDelivery == LateDelivery.CHARGE ? "c" : "i")
                + (chargesHandOver ? "h" : "d");
        return failureFeeMicro == 0 ? letters : letters + failureFeeMicro;
    }

    /** The clause that a rule stands for. */
    public static Clause of(long deadlineMs, String rule) {
        return new Clause(
                deadlineMs,
                rule.charAt(0) == 'c' ? OnDeadline.CONFIRM : OnDeadline.RELEASE,
                rule.charAt(1) == 'c' ? LateDelivery.CHARGE : LateDelivery.IGNORE,
                rule.charAt(2) == 'h',
                rule.length() == 3 ? 0 : Long.parseLong(rule, 3, rule.length(), 10));
    }

    /** Deadline and rule as one word: {@code 1800000000000rid500000}. */
    public String code() {
        return deadlineMs + rule();
    }

    /** The clause that {@link #code} wrote. */
    public static Clause of(String code) {
        int end = digitsOf(code);
        return of(Long.parseLong(code, 0, end, 10), code.substring(end));
    }

    /** How many digits a word begins with. */
    static int digitsOf(String word) {
        int digits = 0;
        while (Character.isDigit(word.charAt(digits))) {
            digits++;
        }
        return digits;
    }
}
