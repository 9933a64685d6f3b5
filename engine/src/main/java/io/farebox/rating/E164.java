package io.farebox.rating;

/**
 * An E.164 number packed into a long: its digits, without "+", read as a decimal number.
 *
 * <p>No calling code starts with 0, so nothing is lost, and at most 15 digits (ITU-T E.164) stay below 2^53.
 */
public final class E164 {
    /**
     * Ours: E.164 gives no lower bound. It is the length of the shortest subscriber numbers among libphonenumber's
     * examples (Niue, +683 7012). Some plans formally allow less, but no such number is known to receive messages.
     */
    public static final int DIGITS_MIN = 7;

    /** The most digits of an international number (ITU-T E.164). */
    public static final int DIGITS_MAX = 15;

    /** What {@link #pack} answers for a text that is no E.164 number. */
    public static final long INVALID = -1;

    /** A decimal fraction below 1 is held in this many bits; see {@link #fraction}. */
    static final int FRACTION_BITS = 60;

    private static final long FRACTION_MASK = (1L << FRACTION_BITS) - 1;

    /** ⌈2^111 / 10^15⌉: times a number below 10^15 shifted left by 13, its high 64 bits are number × 2^60 / 10^15. */
    private static final long RECIPROCAL = 2_596_148_429_267_413_815L;

    private static final long[] POWERS = new long[DIGITS_MAX + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private E164() {}

    /**
     * Packs "+" and {@link #DIGITS_MIN} to {@link #DIGITS_MAX} ASCII digits, the first not 0. Nothing else is taken: no
     * spaces, brackets or "00".
     *
     * @return the digits, or {@link #INVALID}
     */
    public static long pack(CharSequence text) {
        int length = text.length();
        if (length <= DIGITS_MIN || length > DIGITS_MAX + 1 || text.charAt(0) != '+' || text.charAt(1) == '0') {
            return INVALID;
        }
        long digits = 0;
        for (int i = 1; i < length; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return INVALID;
            }
            digits = digits * 10 + digit;
        }
        return digits;
    }

    /** The number as text, "+" and its digits. */
    public static String text(long digits) {
        return "+" + digits;
    }

    /** How many digits a packed number has. */
    static int length(long digits) {
        int about = ((Long.SIZE - Long.numberOfLeadingZeros(digits)) * 1233) >>> 12;
        return digits < POWERS[about] ? about : about + 1;
    }

    /** The first three digits of a packed number. */
    static int leadingThree(long digits, int length) {
        return (int) (digits * POWERS[DIGITS_MAX - length] / 1_000_000_000_000L);
    }

    /**
     * The digits behind a binary point: 0.d1d2d3… in units of 2^-60, so that they can be read from the front by
     * multiplying with 10 in place of a division by a varying power of ten per digit.
     *
     * <p>It is above the true value by less than 2 × 2^-60; fifteen multiplications make that less than 0.002 of a
     * digit, so every digit comes out right.
     */
    static long fraction(long digits, int length) {
        return Math.multiplyHigh((digits * POWERS[DIGITS_MAX - length]) << 13, RECIPROCAL) + 1;
    }

    /** The first digit of a fraction. */
    static int digit(long fraction) {
        return (int) ((fraction * 10) >>> FRACTION_BITS);
    }

    /** The fraction behind the first digit. */
    static long rest(long fraction) {
        return (fraction * 10) & FRACTION_MASK;
    }
}
