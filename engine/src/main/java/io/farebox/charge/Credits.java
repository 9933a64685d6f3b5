package io.farebox.charge;

import java.math.BigDecimal;
import java.util.OptionalLong;

/**
 * Amounts of value, as {@code long} micro-credits (1 credit = 1,000,000) of at most 2^53−1 in magnitude.
 *
 * <p>The bound is that of the integers a double holds exactly: Redis counts in Lua, where every number is a double.
 */
public final class Credits {
    /** Micro-credits in one credit. */
    public static final long MICRO_PER_CREDIT = 1_000_000;
    /** The largest magnitude of any amount, counter or limit, in micro-credits. */
    public static final long MAX_MICRO = (1L << 53) - 1;

    private static final int DECIMALS_MAX = 6;
    private static final int TEXT_MAX_CHARS = 32;

    private Credits() {}

    /**
     * Reads a plain decimal such as {@code "12.5"} or {@code "-3"}, without exponent, with at most six decimals.
     *
     * @return the amount in micro-credits, or empty where the text is no such decimal or beyond {@link #MAX_MICRO}
     */
    public static OptionalLong parse(CharSequence text) {
        int length = text.length();
        int at = length > 0 && text.charAt(0) == '-' ? 1 : 0;
        if (length == at || length > TEXT_MAX_CHARS || text.charAt(at) == '.' || text.charAt(length - 1) == '.') {
            return OptionalLong.empty();
        }
        long micro = 0;
        int decimals = -1;
        for (int i = at; i < length; i++) {
            char c = text.charAt(i);
            if (c == '.' && decimals < 0) {
                decimals = 0;
            } else if (c < '0' || c > '9' || decimals == DECIMALS_MAX || micro > MAX_MICRO) {
                return OptionalLong.empty();
            } else {
                micro = micro * 10 + (c - '0');
                decimals += decimals < 0 ? 0 : 1;
            }
        }
        for (int i = Math.max(decimals, 0); i < DECIMALS_MAX && micro <= MAX_MICRO; i++) {
            micro *= 10;
        }
        return micro > MAX_MICRO ? OptionalLong.empty() : OptionalLong.of(at == 1 ? -micro : micro);
    }

    /** Writes micro-credits as the shortest plain decimal of credits: {@code 12500000} is {@code "12.5"}. */
    public static String format(long micro) {
        if (micro % MICRO_PER_CREDIT == 0) {
            return Long.toString(micro / MICRO_PER_CREDIT);
        }
        return BigDecimal.valueOf(micro, DECIMALS_MAX).stripTrailingZeros().toPlainString();
    }
}
