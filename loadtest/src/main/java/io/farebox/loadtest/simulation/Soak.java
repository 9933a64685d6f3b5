package io.farebox.loadtest.simulation;

import java.util.List;

/**
 * Objective: what holds for a minute holds for hours: nothing fails, and in the second half of the time 99 of 100 single
 * sends are as quick as the limit asks of the first. Give it --seconds 14400.
 */
public final class Soak extends Traffic {
    /** Sets the simulation up, as Gatling wants it done. */
    public Soak() {
        play(
                List.of(singlesByHalf(warmedUp(run.ratePerSecond(), run.time())), large()),
                noneFails(),
                mostAreQuick(FIRST_HALF),
                mostAreQuick(SECOND_HALF));
    }
}
