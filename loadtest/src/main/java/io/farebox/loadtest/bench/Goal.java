package io.farebox.loadtest.bench;

import java.util.Locale;

/**
 * What a row must reach.
 *
 * @param atLeast whether more is better
 * @param unit empty for a ratio
 */
public record Goal(double value, boolean atLeast, String unit) {
    /** Stands where nothing must be reached: the row is there to be seen. */
    static final Goal NONE = new Goal(Double.NaN, true, "");

    /** How a goal begins of which more is better. */
    static final String AT_LEAST = "≥ ";

    private static final String AT_MOST = "≤ ";

    static Goal ratioAtLeast(double value) {
        return new Goal(value, true, "");
    }

    static Goal atMost(double value, String unit) {
        return new Goal(value, false, unit);
    }

    boolean isNone() {
        return Double.isNaN(value);
    }

    boolean isReached(double measured) {
        return isNone() || (atLeast ? measured >= value : measured <= value);
    }

    @Override
    public String toString() {
        return isNone() ? "–" : (atLeast ? AT_LEAST : AT_MOST) + text(value);
    }

    /** A measured value as it stands beside the goal. */
    String text(double measured) {
        return number(measured) + (unit.isEmpty() ? "" : " " + unit);
    }

    /** The same without its unit. */
    static String number(double measured) {
        return String.format(Locale.ROOT, Math.abs(measured) >= 100 ? "%.0f" : "%.2f", measured);
    }
}
