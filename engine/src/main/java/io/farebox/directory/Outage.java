package io.farebox.directory;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the store is away: while it is, what is known is used at once, and the store is tried now and then. */
final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(CachedDirectory.class);
    /** How long a store that has just failed is left alone. */
    static final Duration RETRY = Duration.ofSeconds(1);

    private final LongSupplier clockNanos;
    private final AtomicLong tryAtNanos = new AtomicLong();
    private volatile boolean on;

    Outage(LongSupplier clockNanos) {
        this.clockNanos = clockNanos;
    }

    /** Whether the store has failed and not answered since. */
    boolean isOn() {
        return on;
    }

    /** Whether the store is to be asked by whom can do without its answer: while it is away, by one at a time. */
    boolean mayTry() {
        if (!on) {
            return true;
        }
        long now = clockNanos.getAsLong();
        long at = tryAtNanos.get();
        return now - at >= 0 && tryAtNanos.compareAndSet(at, now + RETRY.toNanos());
    }

    void began(Throwable failure) {
        tryAtNanos.set(clockNanos.getAsLong() + RETRY.toNanos());
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
