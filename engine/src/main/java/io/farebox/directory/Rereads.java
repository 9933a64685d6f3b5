package io.farebox.directory;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** How often a record is read again that nobody says has changed: so many a second, however many are old. */
final class Rereads {
    private final long intervalNanos;
    private final LongSupplier clockNanos;
    private final AtomicLong nextAtNanos;

    Rereads(int perSecond, LongSupplier clockNanos) {
        intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.clockNanos = clockNanos;
        nextAtNanos = new AtomicLong(clockNanos.getAsLong());
    }

    /** Takes one; false where it is not time for the next. */
    boolean take() {
        long now = clockNanos.getAsLong();
        long at = nextAtNanos.get();
        return now - at >= 0 && nextAtNanos.compareAndSet(at, now + intervalNanos);
    }
}
