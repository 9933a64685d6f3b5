package io.farebox.api.carrier;

import io.farebox.charge.Event;
import io.farebox.metrics.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The counters of what carriers send, by provider: connections are the operator's to name and would have no bound. */
final class ReportMeter {
    private final MeterRegistry registry;
    private final Map<Kind, Counter> taken = new ConcurrentHashMap<>();
    private final Map<Refusal, Counter> refused = new ConcurrentHashMap<>();

    private record Kind(String provider, Event event, Settling.Result result) {}

    private record Refusal(String provider, int status) {}

    ReportMeter(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counts the reports of a delivery and what became of them, in the same order. */
    void taken(String provider, List<Report> reports, List<Settling.Result> results) {
        for (int i = 0; i < reports.size(); i++) {
            Kind kind = new Kind(provider, reports.get(i).event(), results.get(i));
            taken.computeIfAbsent(kind, this::counter).increment();
        }
    }

    private Counter counter(Kind kind) {
        return Meters.REPORTS.counter(registry, kind.provider, Inspector.word(kind.event), Inspector.word(kind.result));
    }

    /** Counts a delivery that was refused. */
    void refused(String provider, int status) {
        refused.computeIfAbsent(new Refusal(provider, status), this::counter).increment();
    }

    private Counter counter(Refusal refusal) {
        return Meters.REPORTS_REFUSED.counter(registry, refusal.provider, Integer.toString(refusal.status));
    }
}
