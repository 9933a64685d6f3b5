package io.farebox.loadtest.simulation;

import java.util.List;

/**
 * Objective: single sends at a fixed rate with sends to thousands among them are all accepted, while carriers report.
 *
 * <p>It is what a platform sees when campaigns start: small sends must not fail because large ones come.
 */
public final class Burst extends Traffic {
    /** Sets the simulation up, as Gatling wants it done. */
    public Burst() {
        play(List.of(singles(warmedUp(run.ratePerSecond(), run.time())), large()), noneFails());
    }
}
