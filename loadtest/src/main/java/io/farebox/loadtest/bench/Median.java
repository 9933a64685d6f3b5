package io.farebox.loadtest.bench;

import java.util.stream.DoubleStream;

/** The middle of some values, and of the two in the middle of an even number the mean. */
final class Median {
    private Median() {}

    /** @throws IllegalArgumentException where there is none */
    static double of(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("nothing has no median");
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
