package io.farebox.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.global;

import io.gatling.javaapi.core.Assertion;
import java.time.Duration;
import java.util.List;

/**
 * Objective: for a third of the time {@value #TIMES} times as many single sends come as before and after. Each is either
 * accepted or refused with 503, and nobody waits for much longer than the engine lets a send wait.
 */
public final class Spike extends Traffic {
    private static final int TIMES = 5;

    /** The default of FAREBOX_SEND_WAIT_MAX_MS and what a loaded machine adds. */
    private static final int WAIT_MAX_MS = 10_000;

    /** Sets the simulation up, as Gatling wants it done. */
    public Spike() {
        Duration third = run.time().dividedBy(3);
        Injection injection = warmedUp(run.ratePerSecond(), third)
                .atRate((double) run.ratePerSecond() * TIMES, third)
                .atRate(run.ratePerSecond(), third);
        Assertion nobodyWaits = global().responseTime().max().lt(WAIT_MAX_MS);
        play(List.of(singlesOrRefused(injection)), noneFails(), nobodyWaits);
    }
}
