package io.farebox.loadtest.load;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a generator measured.
 *
 * @param seconds length of the measured span; shorter than planned where the requests ran out
 * @param answers answers with a status of 2xx in the measured span
 * @param perSecond those, each second
 * @param arrivedPerSecond answers with a status of 2xx that came within the measured span, each second, whenever their requests
 *     were meant to start: of an open run, what the server did
 * @param statuses all answers by status, in the measured span
 * @param allStatuses the same with warm-up and drain: all the server has said
 * @param failed requests whose connection broke before an answer, whenever that was
 * @param lateStarts requests that began more than a millisecond after they were meant to, in the measured span; their
 *     latency includes the wait
 * @param abandoned requests that were meant to start or be answered and were not when the drain ended
 * @param cpuSeconds processor time of the generator, which the server did not have
 * @param processorMicros processor time that the servers and stores have had meanwhile, for each answer, by their names; empty
 *     where nobody looked
 * @param coresBusy how many processors they and the generator have kept busy on the average, from its start to its end; 0 where
 *     nobody looked
 * @param firstRefusal body of the first answer that was not 2xx, empty if there was none
 */
public record Result(
        double seconds,
        long answers,
        double perSecond,
        double arrivedPerSecond,
        Map<Integer, Long> statuses,
        Map<Integer, Long> allStatuses,
        long failed,
        long lateStarts,
        long abandoned,
        double cpuSeconds,
        Latency latency,
        Map<String, Double> processorMicros,
        double coresBusy,
        String firstRefusal) {

    private static final double MICROS_IN_SECOND = 1e6;
    private static final double NANOS_IN_MICRO = 1e3;
    private static final double NANOS_IN_SECOND = 1e9;

    /** Times from a request's meant start to the end of its answer, in milliseconds. */
    public record Latency(double p50Ms, double p90Ms, double p99Ms, double p999Ms, double maxMs) {}

    /** The same with what each process has had from the generator's start to its end, and how long that took. */
    public Result withProcessorTime(Map<String, Duration> had, Duration took) {
        Map<String, Double> micros = new TreeMap<>();
        double busySeconds =
                cpuSeconds + had.values().stream().mapToLong(Duration::toNanos).sum() / NANOS_IN_SECOND;
        had.forEach((name, time) -> micros.put(name, time.toNanos() / NANOS_IN_MICRO / Math.max(1, all())));
        return new Result(
                seconds,
                answers,
                perSecond,
                arrivedPerSecond,
                statuses,
                allStatuses,
                failed,
                lateStarts,
                abandoned,
                cpuSeconds,
                latency,
                micros,
                busySeconds * NANOS_IN_SECOND / took.toNanos(),
                firstRefusal);
    }

    /** Processor time of the generator for each answer. */
    @JsonIgnore
    public double loadMicros() {
        return cpuSeconds * MICROS_IN_SECOND / Math.max(1, all());
    }

    /** Whether every request was answered with 2xx. */
    @JsonIgnore
    public boolean isClean() {
        return failed == 0
                && abandoned == 0
                && allStatuses.keySet().stream().allMatch(status -> status >= 200 && status < 300);
    }

    /** How many answers there were in all. */
    public long all() {
        return allStatuses.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many answers with that status there were in all. */
    public long all(int status) {
        return allStatuses.getOrDefault(status, 0L);
    }
}
