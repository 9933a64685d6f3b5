package io.farebox.directory;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the store is away: while it is, what is known is used at once, and the store is tried now and then. */
final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(CachedDirectory.class);
    /** How long nobody waits for a store that has just failed. */
    static final Duration RETRY = Duration.ofSeconds(1);

    private volatile boolean on;
    private volatile long tryAtNanos;

    /** Whether the store has failed within the last moment. */
    boolean isOn() {
        return on && System.nanoTime() < tryAtNanos;
    }

    void began(Throwable failure) {
        tryAtNanos = System.nanoTime() + RETRY.toNanos();
        if (!on) {
            on = true;
            LOG.warn("The directory's store is away; going on with what is known: {}", failure.toString());
        }
    }

    void ended() {
        if (on) {
            on = false;
            LOG.info("The directory's store is back");
        }
    }
}
