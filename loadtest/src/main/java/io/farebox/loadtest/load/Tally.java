package io.farebox.loadtest.load;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** The counts and latencies of one run, kept by its one thread. */
final class Tally {
    /** Longer latencies are recorded as this one. */
    private static final long LATENCY_MICROS_MAX = Duration.ofMinutes(2).toNanos() / 1_000;

    private static final double MICROS_PER_MILLI = 1_000;
    private static final long LATE_START_NANOS = 1_000_000;
    private static final int REFUSAL_CHARS_MAX = 500;
    private static final int STATUS_MAX = 600;

    private final Histogram latency = new Histogram(1, LATENCY_MICROS_MAX, 3);
    private final long[] statuses = new long[STATUS_MAX];
    private final long[] allStatuses = new long[STATUS_MAX];
    private final long fromNanos;
    private final long untilNanos;
    private long lastAnswerNanos;
    private long answers;
    private long arrived;
    private long failed;
    private long lateStarts;
    private String firstRefusal = "";

    Tally(long fromNanos, long untilNanos) {
        this.fromNanos = fromNanos;
        this.untilNanos = untilNanos;
        this.lastAnswerNanos = fromNanos;
    }

    /**
     * Counts an answer.
     *
     * @param startNanos when its request was meant to start
     * @param atNanos the moment by which it belongs to the measured span or not
     */
    void answered(ResponseReader response, long startNanos, long nowNanos, long atNanos) {
        int status = Math.min(Math.max(response.status(), 0), STATUS_MAX - 1);
        allStatuses[status]++;
        boolean success = status >= 200 && status < 300;
        if (!success && firstRefusal.isEmpty()) {
            String body = new String(response.body(), StandardCharsets.UTF_8);
            firstRefusal = status + " " + body.substring(0, Math.min(body.length(), REFUSAL_CHARS_MAX));
        }
        if (success && nowNanos >= fromNanos && nowNanos < untilNanos) {
            arrived++;
        }
        if (atNanos >= fromNanos && atNanos < untilNanos) {
            statuses[status]++;
            latency.recordValue(Math.min(LATENCY_MICROS_MAX, (nowNanos - startNanos) / 1_000));
            lastAnswerNanos = nowNanos;
            if (success) {
                answers++;
            }
        }
    }

    void started(long intendedNanos, long nowNanos) {
        if (intendedNanos >= fromNanos && nowNanos - intendedNanos > LATE_START_NANOS) {
            lateStarts++;
        }
    }

    void failed() {
        failed++;
    }

    /** The result of a run that took the whole span, or ended with its last answer. */
    Result result(boolean ranOut, long abandoned) {
        double seconds = ((ranOut ? lastAnswerNanos : untilNanos) - fromNanos) / 1e9;
        return new Result(
                seconds,
                answers,
                seconds > 0 ? answers / seconds : 0,
                seconds > 0 ? arrived / seconds : 0,
                counts(statuses),
                counts(allStatuses),
                failed,
                lateStarts,
                abandoned,
                cpuSeconds(),
                new Result.Latency(
                        millis(50), millis(90), millis(99), millis(99.9), latency.getMaxValue() / MICROS_PER_MILLI),
                Map.of(),
                0,
                firstRefusal);
    }

    /** The latencies by percentile as HdrHistogram prints them (.hgrm), in milliseconds. */
    String latencies() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PrintStream print = new PrintStream(out, false, StandardCharsets.UTF_8)) {
            latency.outputPercentileDistribution(print, MICROS_PER_MILLI);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private double millis(double percentile) {
        return latency.getValueAtPercentile(percentile) / MICROS_PER_MILLI;
    }

    private static Map<Integer, Long> counts(long[] byStatus) {
        Map<Integer, Long> counts = new TreeMap<>();
        for (int status = 0; status < byStatus.length; status++) {
            if (byStatus[status] > 0) {
                counts.put(status, byStatus[status]);
            }
        }
        return counts;
    }

    private static double cpuSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9
                : 0;
    }
}
