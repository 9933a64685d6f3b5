package io.farebox.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Every meter of the engine: its name, its unit, its tags and what it says. */
public enum Meters {
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
            "Journal blocks that are not in the archive yet.",
            "partition"),
    RELAY_STORED("farebox.relay.stored", Meter.Type.COUNTER, "blocks", "Journal blocks that this engine has archived."),
    RELAY_FAILURES(
            "farebox.relay.failures",
            Meter.Type.COUNTER,
            "attempts",
            "Attempts of the relay that failed and are repeated: reading the stream, storing blocks, acknowledging them.",
            "step"),
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
    PARTITION_REFUSED(
            "farebox.partition.refused",
            Meter.Type.GAUGE,
            "partitions",
            "1 while this engine refuses a partition because Redis has lost what it had acknowledged, else 0.",
            "partition"),
    HTTP_REQUESTS(
            "farebox.http.requests",
            Meter.Type.TIMER,
            "seconds",
            "Answered requests, from the request's head to its answer.",
            "method",
            "path",
            "status");

    private final String meter;
    private final Meter.Type type;
    private final String unit;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // It comes from List.of.
    private final List<String> tags;

    Meters(String meter, Meter.Type type, String unit, String description, String... tags) {
        this.meter = meter;
        this.type = type;
        this.unit = unit;
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

    /** The counter of these tag values. */
    public Counter counter(MeterRegistry registry, String... values) {
        return Counter.builder(meter)
                .baseUnit(unit)
                .description(description)
                .tags(pairs(values))
                .register(registry);
    }

    /** The timer of these tag values. */
    public Timer timer(MeterRegistry registry, String... values) {
        return Timer.builder(meter).description(description).tags(pairs(values)).register(registry);
    }

    /** Registers the gauge of these tag values; it does not keep the object alive. */
    public <T> void gauge(MeterRegistry registry, T object, ToDoubleFunction<T> value, String... values) {
        Gauge.builder(meter, object, value)
                .baseUnit(unit)
                .description(description)
                .tags(pairs(values))
                .register(registry);
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
