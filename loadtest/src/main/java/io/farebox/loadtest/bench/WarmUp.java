package io.farebox.loadtest.bench;

import io.farebox.loadtest.load.Result;
import java.io.IOException;

/**
 * Load on code until it is compiled, which is when it gets no faster.
 *
 * <p>How long that takes is the machine's: a virtual machine of two cores, whose compilers share them with the load, has been
 * seen to take a quarter of a minute for the echo server alone, and to reach a quarter of its rate until then.
 */
final class WarmUp {
    /** What is less of a rise is noise. */
    private static final double RISE = 1.05;

    /** A step may be no faster because something else was running meanwhile. */
    private static final int LEVEL_STEPS = 2;

    private final int stepsMax;

    WarmUp(Settings settings) {
        stepsMax = settings.warmUps().stepsMax();
    }

    /** A load of {@link Settings.WarmUps#stepSeconds} or so. */
    @FunctionalInterface
    interface Step {
        Result run() throws IOException, InterruptedException;
    }

    /** Repeats a load until it gets no faster, or as often as the settings allow. */
    void run(Step step) throws IOException, InterruptedException {
        double best = 0;
        int level = 0;
        for (int i = 0; i < stepsMax && level < LEVEL_STEPS; i++) {
            double perSecond = step.run().perSecond();
            level = perSecond > best * RISE ? 0 : level + 1;
            best = Math.max(best, perSecond);
        }
    }
}
