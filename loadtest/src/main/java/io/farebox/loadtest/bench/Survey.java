package io.farebox.loadtest.bench;

import io.farebox.loadtest.site.Site;
import io.farebox.local.CassandraServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What is measured of Farebox alone, over loads and sizes, on an installation of its own. */
public final class Survey {
    /** What an account takes of an engine's heap, with its key and its prices, rounded up. */
    private static final long ACCOUNT_BYTES = 4096;

    /** Accounts that an engine keeps in memory without being told. */
    private static final int USUAL_ACCOUNTS_MAX = 100_000;

    private final Settings settings;
    private final Consumer<String> progress;

    public Survey(Settings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * What came of it.
     *
     * @param notes what could not be measured and why, and what else was seen
     * @param bookFaults balances that are not what was told
     */
    public record Report(String machine, String table, Set<String> notes, List<String> bookFaults) {}

    /**
     * How far the growth goes.
     *
     * @param accountsMax root accounts
     * @param messagesMax messages in flight
     */
    public record Bounds(long accountsMax, long messagesMax) {}

    private interface Opening {
        Site open() throws IOException;
    }

    private interface Study {
        Columns measure(Field field, Drain drain, Set<String> notes) throws IOException, InterruptedException;
    }

    /** Throughput and latency over the load that is offered; the directory gets drawing, numbers and histograms. */
    public Report loadCurve(Path directory) throws IOException, InterruptedException {
        return report((field, drain, notes) -> new LoadCurve(field, directory, progress).measure(drain));
    }

    /**
     * The same work beside more and more of everything.
     *
     * @param only what the name of what grows contains; empty for all
     */
    public Report growth(Bounds bounds, String only) throws IOException, InterruptedException {
        return report(() -> siteFor(bounds.accountsMax()), (field, drain, notes) -> {
            Growth growth = new Growth(field, bounds, only, progress);
            Columns table = growth.measure(drain);
            notes.addAll(growth.notes());
            return table;
        });
    }

    /** What a message costs each process. */
    public Report costs() throws IOException, InterruptedException {
        return report((field, drain, notes) -> {
            Round round = new Round(field, drain);
            Columns table = new Costs(field, progress).measure(round);
            notes.addAll(round.notes());
            return table;
        });
    }

    /** What one engine does under Javas and settings of theirs. */
    public Report javas() throws IOException, InterruptedException {
        return report((field, drain, notes) -> {
            Javas javas = new Javas(field, progress);
            Columns table = javas.measure(drain);
            notes.addAll(javas.notes());
            return table;
        });
    }

    /** An installation whose engine keeps so many accounts in memory. */
    private static Site siteFor(long accountsMax) throws IOException {
        if (accountsMax <= USUAL_ACCOUNTS_MAX) {
            return Site.start(Map.of());
        }
        long heapMegabytes = 1024 + accountsMax * ACCOUNT_BYTES / (1 << 20);
        return Site.start(
                CassandraServer.Durability.DURABLE,
                List.of("-Xms1g", "-Xmx" + heapMegabytes + "m"),
                (redis, cassandra) -> Map.of("FAREBOX_CACHED_ACCOUNTS_MAX", Long.toString(accountsMax)));
    }

    private Report report(Study study) throws IOException, InterruptedException {
        return report(() -> Site.start(Map.of()), study);
    }

    private Report report(Opening opening, Study study) throws IOException, InterruptedException {
        Set<String> notes = new LinkedHashSet<>();
        Machine.busy().ifPresent(notes::add);
        progress.accept("starting Redis, Cassandra, two APIs and the echo server");
        try (Field field = new Field(settings, opening.open())) {
            progress.accept("warming up");
            field.warmUp(List.of(field.api()));
            Drain drain = new Drain(field.site().operator(), field.flat(), field.books());
            Columns table = study.measure(field, drain, notes);
            Machine machine = Machine.of(field.site().redisVersion());
            List<String> faults = field.books().faults(field.site().operator());
            return new Report(machine.toString(), table.toString(), notes, faults);
        }
    }
}
