package io.farebox.loadtest.load;

import java.util.concurrent.TimeUnit;

/** How a process ends that was started here. */
public final class Ending {
    private Ending() {}

    /** SIGTERM, a bounded wait, then SIGKILL. */
    public static void of(Process process, int secondsMax) {
        process.destroy();
        try {
            if (!process.waitFor(secondsMax, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
