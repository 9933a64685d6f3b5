package io.farebox.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Every meter of Farebox: its name, its unit, its tags and what it says.
 *
 * <p>No tag has a value that clients choose: neither an account nor a number nor a connection's name. What is counted for
 * each request is taken from here once and kept; finding a meter by its tags costs more than counting.
 */
public enum Meters {
    HTTP_REQUESTS(
            "farebox.http.requests",
            Meter.Type.TIMER,
            "seconds",
            Buckets.LATENCY,
            "Answered requests, from the request's head to its answer; the outcome is ok or the problem's name.",
            "method",
            "path",
            "status",
            "outcome"),
    HTTP_CONNECTIONS(
            "farebox.http.connections",
            Meter.Type.GAUGE,
            "connections",
            "Open connections of clients, by event loop.",
            "loop"),
    HTTP_IN_FLIGHT(
            "farebox.http.in.flight",
            Meter.Type.GAUGE,
            "requests",
            "Requests that an event loop is working on.",
            "loop"),
    HTTP_BODIES("farebox.http.bodies", Meter.Type.GAUGE, "bytes", "Bodies that an event loop is reading.", "loop"),
    HTTP_CLOSED(
            "farebox.http.closed",
            Meter.Type.COUNTER,
            "connections",
            "Connections that were closed at once because there were too many."),
    LOOP_CPU(
            "farebox.loop.cpu",
            Meter.Type.COUNTER,
            "seconds",
            "Processor time of an event loop: one that takes a second each second can do no more.",
            "loop"),
    LOOP_LATE(
            "farebox.loop.late",
            Meter.Type.GAUGE,
            "seconds",
            "How late an event loop was, twice in a row, with what it had planned.",
            "loop"),
    SHED(
            "farebox.shed",
            Meter.Type.COUNTER,
            "calls",
            "Calls refused at once with 503 because of a bound: a send or another, and why. Wait: it would have to wait"
                    + " for too long; queue: its partition's queue is full; loop: the event loop is late; journal: the"
                    + " archive is too far behind; bodies and in-flight: the event loop has too many.",
            "kind",
            "cause"),
    RATE_LIMITED(
            "farebox.rate.limited", Meter.Type.COUNTER, "calls", "Calls refused with 429 because of the rate limit."),
    SENDS_HELD("farebox.sends.held", Meter.Type.COUNTER, "messages", "Messages whose credits were held."),
    COALESCER_BATCH(
            "farebox.coalescer.batch",
            Meter.Type.DISTRIBUTION_SUMMARY,
            "commands",
            Buckets.BATCH,
            "Commands that went to Redis with one script call."),
    COALESCER_QUEUE(
            "farebox.coalescer.queue",
            Meter.Type.GAUGE,
            "commands",
            "Commands that wait for a partition's next script call, on all event loops.",
            "partition"),
    COALESCER_TIMEOUTS(
            "farebox.coalescer.timeouts",
            Meter.Type.COUNTER,
            "commands",
            "Commands that Redis did not answer in time: unknown ones had been sent, unsent ones had not.",
            "what"),
    REDIS_CALLS(
            "farebox.redis.calls",
            Meter.Type.TIMER,
            "seconds",
            Buckets.LATENCY,
            "Script calls that decide commands, from the sending to the answer."),
    REDIS_REPEATS(
            "farebox.redis.repeats",
            Meter.Type.COUNTER,
            "calls",
            "Script calls that were sent again because their answer was lost or Redis could not take them."),
    REDIS_REFUSALS(
            "farebox.redis.refusals",
            Meter.Type.COUNTER,
            "calls",
            "Script calls that Redis refused and did not carry out."),
    STORE_UP(
            "farebox.store.up",
            Meter.Type.GAUGE,
            "",
            "1 while a store answers this engine, asked every 5 s, else 0.",
            "store"),
    RELAY_LAG(
            "farebox.relay.lag",
            Meter.Type.GAUGE,
            "seconds",
            "Age of the oldest journal block that is not in the archive yet, 0 where none waits.",
            "partition"),
    RELAY_BACKLOG(
            "farebox.relay.backlog",
            Meter.Type.GAUGE,
            "blocks",
            "Length of a partition's stream: journal blocks that are not in the archive yet.",
            "partition"),
    RELAY_BACKLOG_MAX(
            "farebox.relay.backlog.max",
            Meter.Type.GAUGE,
            "blocks",
            "Length of a partition's stream from which on new sends get 503."),
    RELAY_BATCH(
            "farebox.relay.batch",
            Meter.Type.DISTRIBUTION_SUMMARY,
            "blocks",
            Buckets.BATCH,
            "Journal blocks that were archived together."),
    RELAY_STORE(
            "farebox.relay.store",
            Meter.Type.TIMER,
            "seconds",
            Buckets.LATENCY,
            "Archiving of a batch: journal, ledger, messages and usage in Cassandra."),
    RELAY_STORED("farebox.relay.stored", Meter.Type.COUNTER, "blocks", "Journal blocks that this engine has archived."),
    RELAY_FAILURES(
            "farebox.relay.failures",
            Meter.Type.COUNTER,
            "attempts",
            "Attempts of the relay that failed and are repeated: reading the stream, storing blocks, acknowledging them.",
            "step"),
    SWEEP_RECORDS(
            "farebox.sweep.records",
            Meter.Type.COUNTER,
            "records",
            "Records and accounts that were due and taken up: deadlines, expired packages, records to forget."),
    SWEEP_FAILURES(
            "farebox.sweep.failures",
            Meter.Type.COUNTER,
            "sweeps",
            "Sweeps of a partition that failed and are made up for by the next."),
    SWEEP_AGE(
            "farebox.sweep.age",
            Meter.Type.GAUGE,
            "seconds",
            "Time since this engine last swept a partition, or since the start.",
            "partition"),
    PLANS_GIVEN("farebox.plans.given", Meter.Type.COUNTER, "grants", "Grants that plans gave."),
    PLANS_FAILURES(
            "farebox.plans.failures",
            Meter.Type.COUNTER,
            "attempts",
            "Attempts to give what is due that are repeated later."),
    AUDIT_DIFFERENCES(
            "farebox.audit.differences",
            Meter.Type.GAUGE,
            "differences",
            "What the last audit of a partition found not to be as its journal says.",
            "partition"),
    AUDIT_AGE(
            "farebox.audit.age",
            Meter.Type.GAUGE,
            "seconds",
            "Time since a partition was last found to be as its journal says, or since the start.",
            "partition"),
    AUDIT_ENTRIES("farebox.audit.entries", Meter.Type.COUNTER, "entries", "Journal entries that audits have folded."),
    AUDIT_RUNS(
            "farebox.audit.runs",
            Meter.Type.COUNTER,
            "audits",
            "Audits of a partition by what they came to: clean, differences or failed.",
            "result"),
    AUDIT_SNAPSHOTS(
            "farebox.audit.snapshots",
            Meter.Type.COUNTER,
            "snapshots",
            "Folds of a partition that were kept for a rebuild."),
    PARTITION_REFUSED(
            "farebox.partition.refused",
            Meter.Type.GAUGE,
            "partitions",
            "1 while this engine refuses a partition because Redis has lost what it had acknowledged, else 0.",
            "partition"),
    REPORTS(
            "farebox.reports",
            Meter.Type.COUNTER,
            "reports",
            "Delivery reports that were taken, by provider, what they say of a message, and what became of that.",
            "provider",
            "status",
            "result"),
    REPORTS_REFUSED(
            "farebox.reports.refused",
            Meter.Type.COUNTER,
            "deliveries",
            "Deliveries of carriers that were refused, by provider and the status of the answer.",
            "provider",
            "status"),
    TRACING_SPANS(
            "farebox.tracing.spans",
            Meter.Type.COUNTER,
            "spans",
            "Spans of sampled requests by what became of them: exported; queue, dropped because too many waited; or collector,"
                    + " dropped because it did not take them. Only where tracing is on.",
            "result");

    private final String meter;
    private final Meter.Type type;
    private final String unit;
    private final Buckets buckets;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // It comes from List.of.
    private final List<String> tags;

    Meters(String meter, Meter.Type type, String unit, String description, String... tags) {
        this(meter, type, unit, Buckets.NONE, description, tags);
    }

    Meters(String meter, Meter.Type type, String unit, Buckets buckets, String description, String... tags) {
        this.meter = meter;
        this.type = type;
        this.unit = unit;
        this.buckets = buckets;
        this.description = description;
        this.tags = List.of(tags);
    }

    /** Its name as Micrometer spells it; registries spell it in their own way. */
    public String meter() {
        return meter;
    }

    public Meter.Type type() {
        return type;
    }

    /** What it counts in, empty where it is a plain number. */
    public String unit() {
        return unit;
    }

    public String description() {
        return description;
    }

    /** The keys of its tags, in the order in which values are given. */
    public List<String> tags() {
        return tags;
    }

    /** The upper bounds by which its values are counted, in its unit; none where only count and sum are kept. */
    public List<Double> bounds() {
        return Arrays.stream(buckets.bounds()).boxed().toList();
    }

    /** The counter of these tag values. */
    public Counter counter(MeterRegistry registry, String... values) {
        return Counter.builder(meter)
                .baseUnit(baseUnit())
                .description(description)
                .tags(pairs(values))
                .register(registry);
    }

    /** Registers the counter of these tag values that somebody else counts; it does not keep the object alive. */
    public <T> void total(MeterRegistry registry, T object, ToDoubleFunction<T> value, String... values) {
        FunctionCounter.builder(meter, object, value)
                .baseUnit(baseUnit())
                .description(description)
                .tags(pairs(values))
                .register(registry);
    }

    /** The timer of these tag values. */
    public Timer timer(MeterRegistry registry, String... values) {
        Timer.Builder timer = Timer.builder(meter).description(description).tags(pairs(values));
        return (buckets == Buckets.NONE ? timer : timer.serviceLevelObjectives(durations())).register(registry);
    }

    /** The distribution of these tag values. */
    public DistributionSummary summary(MeterRegistry registry, String... values) {
        return DistributionSummary.builder(meter)
                .baseUnit(baseUnit())
                .description(description)
                .serviceLevelObjectives(buckets.bounds())
                .tags(pairs(values))
                .register(registry);
    }

    /** Registers the gauge of these tag values; it does not keep the object alive. */
    public <T> void gauge(MeterRegistry registry, T object, ToDoubleFunction<T> value, String... values) {
        Gauge.builder(meter, object, value)
                .baseUnit(baseUnit())
                .description(description)
                .tags(pairs(values))
                .register(registry);
    }

    private @Nullable String baseUnit() {
        return unit.isEmpty() ? null : unit;
    }

    private Duration[] durations() {
        return Arrays.stream(buckets.bounds())
                .mapToObj(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
                .toArray(Duration[]::new);
    }

    private String[] pairs(String... values) {
        if (values.length != tags.size()) {
            throw new IllegalArgumentException(meter + " has the tags " + tags + ", not " + values.length);
        }
        List<String> pairs = new ArrayList<>(2 * values.length);
        for (int i = 0; i < values.length; i++) {
            pairs.add(tags.get(i));
            pairs.add(values[i]);
        }
        return pairs.toArray(new String[0]);
    }
}
