package io.farebox.loadtest.bench;

import io.farebox.loadtest.load.Result;

/**
 * What was measured where something has grown to some size.
 *
 * @param what the work
 * @param size of what grows
 * @param perSecond messages each second; NaN where that is not asked
 * @param p50Ms latency, NaN where it is not asked
 * @param bytesEach what Redis holds for each of what has been added, NaN where nothing was
 */
record Grown(String what, long size, double perSecond, double p50Ms, double p99Ms, double bytesEach) {

    /** A load of requests that each carry as many messages. */
    static Grown of(String what, long size, Result result, int messagesEach) {
        return new Grown(
                what,
                size,
                result.perSecond() * messagesEach,
                result.latency().p50Ms(),
                result.latency().p99Ms(),
                Double.NaN);
    }

    Grown withBytesEach(double bytes) {
        return new Grown(what, size, perSecond, p50Ms, p99Ms, bytes);
    }
}
