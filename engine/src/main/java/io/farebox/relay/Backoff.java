package io.farebox.relay;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The pauses between attempts: each twice the one before it, between two bounds, less up to a half by chance.
 *
 * <p>Chance keeps partitions and engines that failed together from coming back together.
 */
record Backoff(Duration min, Duration max) {
    private static final int DOUBLINGS_MAX = 30;

    /** The pause after that many failures before this one. */
    Duration pause(long failuresBefore) {
        long doubled = min.toMillis() << Math.min(failuresBefore, DOUBLINGS_MAX);
        long bounded = Math.max(1, Math.min(doubled, max.toMillis()));
        return Duration.ofMillis(bounded - ThreadLocalRandom.current().nextLong(bounded / 2 + 1));
    }
}
