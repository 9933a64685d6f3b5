package io.farebox.loadtest.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Throughput and latency of a run, beat by beat.
 *
 * <p>A send's latency is its client's: from its first attempt to the answer that ended it, repetitions and all. It counts
 * in the beat in which that answer came.
 */
final class Pulse {
    static final int BEAT_MS = 100;

    private static final int DIGITS = 2;

    /**
     * One beat.
     *
     * @param atMs its beginning, after that of the run
     * @param sends answered 201
     * @param reports taken
     * @param failures attempts of either that were not answered 2xx or 4xx
     * @param p50Ms latency that half of the sends stayed below, 0 where there were none
     */
    record Beat(long atMs, int sends, int reports, int failures, double p50Ms, double p99Ms, double maxMs) {
        static final String HEADER = "at_ms,sends,reports,failures,p50_ms,p99_ms,max_ms";

        /** The same with the time counted from another beginning. */
        Beat after(long ms) {
            return new Beat(atMs - ms, sends, reports, failures, p50Ms, p99Ms, maxMs);
        }

        String csv() {
            return String.format(
                    Locale.ROOT, "%d,%d,%d,%d,%.2f,%.2f,%.2f", atMs, sends, reports, failures, p50Ms, p99Ms, maxMs);
        }
    }

    private final Clock clock;
    private final List<Beat> beats = new ArrayList<>();
    private final Histogram latency = new Histogram(DIGITS);
    private int sends;
    private int reports;
    private int failures;

    Pulse(Clock clock) {
        this.clock = clock;
    }

    synchronized void sent(long latencyNanos) {
        catchUp();
        sends++;
        latency.recordValue(TimeUnit.NANOSECONDS.toMicros(latencyNanos));
    }

    synchronized void reported(int count) {
        catchUp();
        reports += count;
    }

    synchronized void failed() {
        catchUp();
        failures++;
    }

    /** All beats that have ended. */
    synchronized List<Beat> beats() {
        catchUp();
        return List.copyOf(beats);
    }

    private void catchUp() {
        long endedBeats = clock.nowMs() / BEAT_MS;
        while (beats.size() < endedBeats) {
            beats.add(new Beat((long) beats.size() * BEAT_MS, sends, reports, failures, ms(50), ms(99), ms(100)));
            latency.reset();
            sends = 0;
            reports = 0;
            failures = 0;
        }
    }

    private double ms(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e3;
    }
}
