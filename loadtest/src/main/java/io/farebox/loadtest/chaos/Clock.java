package io.farebox.loadtest.chaos;

import java.util.concurrent.TimeUnit;

/** The time since a run began. */
final class Clock {
    private final long startNanos = System.nanoTime();

    long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }
}
