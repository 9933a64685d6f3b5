package io.farebox.metrics;

import java.util.Arrays;

/** The bounds by which a meter's values are counted, so that any share of them can be told over all engines. */
enum Buckets {
    /** Only count and sum are kept. */
    NONE,
    /** Seconds in which a client waits. */
    LATENCY(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
    /** How much goes out together. */
    BATCH(1, 2, 4, 8, 16, 32, 64, 128, 256);

    @SuppressWarnings("ImmutableEnumChecker") // It is never handed out.
    private final double[] bounds;

    Buckets(double... bounds) {
        this.bounds = bounds;
    }

    /** The upper bounds in the meter's unit, rising. */
    double[] bounds() {
        return Arrays.copyOf(bounds, bounds.length);
    }
}
