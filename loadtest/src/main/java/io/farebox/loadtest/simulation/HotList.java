package io.farebox.loadtest.simulation;

import java.util.List;

/**
 * Objective: a list with a cap that takes all the load of its account is no bottleneck: all sends to it are accepted, and 99
 * of 100 within the limit. Each customer has one such list.
 */
public final class HotList extends Traffic {
    /** Sets the simulation up, as Gatling wants it done. */
    public HotList() {
        play(List.of(toTheList(warmedUp(run.ratePerSecond(), run.time()))), noneFails(), mostAreQuick(SINGLE));
    }
}
