package io.farebox.loadtest.simulation;

import java.util.List;

/** Objective: at a fixed rate of single sends all are accepted, and 99 of 100 within the limit. */
public final class Steady extends Traffic {
    /** Sets the simulation up, as Gatling wants it done. */
    public Steady() {
        play(List.of(singles(warmedUp(run.ratePerSecond(), run.time()))), noneFails(), mostAreQuick(SINGLE));
    }
}
