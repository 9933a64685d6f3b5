package io.farebox.loadtest.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** A row with its readings of all rounds. */
final class Measured {
    private final Row row;
    private final List<Reading> readings = new ArrayList<>();

    Measured(Row row) {
        this.row = row;
    }

    Row row() {
        return row;
    }

    void add(Reading reading) {
        readings.add(reading);
    }

    boolean isEmpty() {
        return readings.isEmpty();
    }

    double subject() {
        return median(Reading::subject);
    }

    /** The median yardstick, empty where the row has none. */
    OptionalDouble yardstick() {
        return readings.get(0).yardstick().isPresent()
                ? OptionalDouble.of(median(reading -> reading.yardstick().orElseThrow()))
                : OptionalDouble.empty();
    }

    /** The median of each round's own ratio or amount: both sides of a ratio saw the same moment of the machine. */
    double value() {
        return median(Reading::value);
    }

    double least() {
        return readings.stream().mapToDouble(Reading::value).min().orElseThrow();
    }

    double most() {
        return readings.stream().mapToDouble(Reading::value).max().orElseThrow();
    }

    boolean isReached() {
        return row.goal().isReached(value());
    }

    private double median(ToDoubleFunction<Reading> part) {
        return Median.of(readings.stream().mapToDouble(part));
    }
}
