package io.farebox.loadtest.drawing;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * How values stand on an axis.
 *
 * @param part where a value stands, from 0 to 1
 */
public record Scale(DoubleUnaryOperator part, List<Tick> ticks) {
    private static final int LINEAR_TICKS = 4;

    /** A value that is named on the axis. */
    public record Tick(double value, String text) {}

    /** From 0 to a round number that is not below the given one. */
    public static Scale linear(double most) {
        double end = rounded(most);
        return new Scale(
                value -> value / end,
                IntStream.rangeClosed(0, LINEAR_TICKS)
                        .mapToDouble(i -> end * i / LINEAR_TICKS)
                        .mapToObj(value -> new Tick(value, String.format(Locale.ROOT, "%,.0f", value)))
                        .toList());
    }

    /** Powers of ten: the names are those of 1, 10, 100 and so on, as many as there are. */
    public static Scale decades(String... names) {
        int decades = names.length - 1;
        return new Scale(
                value -> Math.log10(Math.max(1, value)) / decades,
                IntStream.rangeClosed(0, decades)
                        .mapToObj(i -> new Tick(Math.pow(10, i), names[i]))
                        .toList());
    }

    /** The next number of the kind 1, 2, 5, 10, 20 … */
    public static double rounded(double number) {
        double decade = Math.pow(10, Math.floor(Math.log10(Math.max(1, number))));
        double digit = Math.max(1, number) / decade;
        return decade * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }

    /** Where a value stands; one that is beyond the axis stands at its end. */
    double of(double value) {
        return Math.max(0, Math.min(1, part.applyAsDouble(value)));
    }
}
