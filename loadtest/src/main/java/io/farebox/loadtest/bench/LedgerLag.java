package io.farebox.loadtest.bench;

import io.farebox.loadtest.load.GeneratorProcess;
import io.farebox.loadtest.site.Customer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** How long after its answer a send is on the ledger, for 99 of 100, at half the highest load. */
final class LedgerLag implements Row {
    /** As many as there are partitions by default, so that most of them are looked at. */
    private static final int PROBES = 16;

    private static final long LAG_MS_MAX = 60_000;

    private final List<Drain> probes = new ArrayList<>();

    LedgerLag(Field field) throws IOException, InterruptedException {
        for (Customer customer : field.customers().roots("probe", PROBES)) {
            field.books().open(customer);
            probes.add(new Drain(field.site().operator(), customer, field.books()));
        }
    }

    @Override
    public String what() {
        return "ledger lag p99 at half load";
    }

    @Override
    public String against() {
        return "–";
    }

    @Override
    public Goal goal() {
        return Goal.atMost(1_000, "ms");
    }

    @Override
    public Reading measure(Round round) throws IOException, InterruptedException {
        Field field = round.field();
        Histogram lagMillis = new Histogram(LAG_MS_MAX, 3);
        try (GeneratorProcess load = GeneratorProcess.start(round.halfLoadPlan())) {
            while (load.isRunning()) {
                for (Drain probe : probes) {
                    lagMillis.recordValue(Math.min(LAG_MS_MAX, probe.await().toMillis()));
                }
            }
            field.sent(load.result(), field.flat(), 1);
        }
        round.drain();
        return Reading.amount((double) lagMillis.getValueAtPercentile(99));
    }
}
