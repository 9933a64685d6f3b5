package io.farebox.redis;

import io.farebox.metrics.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * The meters of a store's calls, shared by its event loops.
 *
 * @param late what would wait for too long
 * @param full what finds the queue full
 * @param unknown commands in a call that was not answered in time
 * @param unsent commands that waited in vain for a call
 */
record CallMeters(
        Timer calls,
        DistributionSummary batch,
        Counter repeats,
        Counter refusals,
        Shed late,
        Shed full,
        Counter unknown,
        Counter unsent) {

    /** What was refused at once for one cause: sends, and all else. */
    record Shed(Counter sends, Counter others) {
        private static Shed of(MeterRegistry registry, String cause) {
            return new Shed(
                    Meters.SHED.counter(registry, "send", cause), Meters.SHED.counter(registry, "other", cause));
        }

        /** Counts one, with a root where it is a send. */
        void count(String root) {
            (root.isEmpty() ? others : sends).increment();
        }
    }

    static CallMeters of(MeterRegistry registry) {
        return new CallMeters(
                Meters.REDIS_CALLS.timer(registry),
                Meters.COALESCER_BATCH.summary(registry),
                Meters.REDIS_REPEATS.counter(registry),
                Meters.REDIS_REFUSALS.counter(registry),
                Shed.of(registry, "wait"),
                Shed.of(registry, "queue"),
                Meters.COALESCER_TIMEOUTS.counter(registry, "unknown"),
                Meters.COALESCER_TIMEOUTS.counter(registry, "unsent"));
    }
}
