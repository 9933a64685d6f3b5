package io.farebox.loadtest.load;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a generator is to do.
 *
 * @param requests file of rendered requests, written in its order and again from its start
 * @param connections requests in flight at most: each connection has one
 * @param ratePerSecond how many requests are meant to start each second; 0 for as many as the answers allow
 * @param warmupSeconds load before the measured span, counted in totals only
 * @param seconds the measured span
 * @param once whether it ends where the requests do
 * @param histogram file for the latencies of the measured span, as HdrHistogram prints them; null for none
 */
public record Plan(
        Target target,
        Path requests,
        int connections,
        double ratePerSecond,
        double warmupSeconds,
        double seconds,
        boolean once,
        @Nullable Path histogram) {
    /** More would only measure how a generator of one thread suffers. */
    public static final int CONNECTIONS_MAX = 10_000;

    public Plan {
        if (connections < 1 || connections > CONNECTIONS_MAX) {
            throw new IllegalArgumentException("connections: 1 to " + CONNECTIONS_MAX);
        }
    }

    /** Each of the connections has its next request written as soon as its last one is answered. */
    public static Plan closed(Target target, Path requests, int connections, double warmupSeconds, double seconds) {
        return new Plan(target, requests, connections, 0, warmupSeconds, seconds, false, null);
    }

    /** Requests start at a fixed rate, whatever became of the ones before. */
    public Plan atRate(double perSecond) {
        return new Plan(target, requests, connections, perSecond, warmupSeconds, seconds, once, histogram);
    }

    /** The same after a longer warm-up. */
    public Plan after(double longerWarmupSeconds) {
        return new Plan(target, requests, connections, ratePerSecond, longerWarmupSeconds, seconds, once, histogram);
    }

    /** Each request is written once, those of the warm-up included; the measured span ends with the last answer. */
    public Plan eachOnce() {
        return new Plan(target, requests, connections, ratePerSecond, warmupSeconds, seconds, true, histogram);
    }

    /** The same with its latencies written to a file. */
    public Plan recorded(Path file) {
        return new Plan(target, requests, connections, ratePerSecond, warmupSeconds, seconds, once, file);
    }

    boolean isOpen() {
        return ratePerSecond > 0;
    }
}
