package io.farebox.loadtest.bench;

import java.io.IOException;

/** One thing that is measured, against what, and what must be reached. */
public interface Row {
    String what();

    /** The yardstick; a dash where the goal is an amount. */
    String against();

    Goal goal();

    /** Measures once. What cannot be measured is thrown, and the row is left out with that reason. */
    Reading measure(Round round) throws IOException, InterruptedException;

    /** Whether one round is enough, because the reading hardly varies and takes long. */
    default boolean isMeasuredOnce() {
        return false;
    }
}
