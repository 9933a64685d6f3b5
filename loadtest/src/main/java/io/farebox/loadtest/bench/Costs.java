package io.farebox.loadtest.bench;

import io.farebox.loadtest.load.Plan;
import io.farebox.loadtest.load.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The processor time that a message costs each process, from its request until Cassandra has it: what a size of an installation
 * is reckoned from.
 *
 * <p>It is all that a process uses meanwhile, its compilers and collectors too, and of the engines the wait for the ledger.
 */
final class Costs {
    private static final double NANOS_IN_MICRO = 1e3;

    private final Field field;
    private final Consumer<String> progress;

    Costs(Field field, Consumer<String> progress) {
        this.field = field;
        this.progress = progress;
    }

    /** Something to spend processor time on. */
    private interface Load {
        Result run() throws IOException, InterruptedException;
    }

    /** Has all that a load needs; what that costs does not count. */
    private interface Preparation {
        Load make() throws IOException, InterruptedException;
    }

    /** A kind of load, of which each answer has so many messages. */
    private record Kind(String what, int messages, Preparation preparation) {}

    Columns measure(Round round) throws IOException, InterruptedException {
        Columns table = new Columns("a message", "measured", "per second", "engines µs", "Redis µs", "Cassandra µs");
        for (Kind kind : kinds(round)) {
            progress.accept(kind.what());
            // The first time is for the compilers.
            kind.preparation().make().run();
            Load load = kind.preparation().make();
            round.drain();
            Map<String, Duration> before = field.site().processorTime();
            Result result = load.run();
            round.drain();
            add(table, kind, result, before, field.site().processorTime());
        }
        return table;
    }

    private List<Kind> kinds(Round round) throws IOException, InterruptedException {
        SpreadSingles spread = new SpreadSingles(field);
        Bursts bursts = new Bursts(field);
        Reports reports = new Reports(field);
        List<Kind> kinds = new ArrayList<>();
        kinds.add(new Kind("single sends of one customer", 1, () -> this::singles));
        kinds.add(new Kind(spread.what(), 1, () -> () -> field.run(field.plan(field.api(), spread.requests()))));
        kinds.add(new Kind(bursts.what(), Bursts.RECIPIENTS, () -> () -> bursts.run(field)));
        for (int batch : List.of(1, Reports.BATCH)) {
            String what = batch == 1 ? "delivery reports, one per request" : "delivery reports in batches of " + batch;
            kinds.add(new Kind(what, batch, () -> reported(round, reports, batch)));
        }
        return kinds;
    }

    private Result singles() throws IOException, InterruptedException {
        return field.runSends(field.plan(field.api(), field.flatSingles()), field.flat(), 1);
    }

    private Load reported(Round round, Reports reports, int batch) throws IOException, InterruptedException {
        Plan plan = reports.plan(round, batch, Reports.MESSAGES_MAX * (batch == 1 ? 0.1 : 0.5));
        return () -> {
            Result result = field.run(plan);
            Files.delete(plan.requests());
            return result;
        };
    }

    private static void add(
            Columns table, Kind kind, Result result, Map<String, Duration> before, Map<String, Duration> after) {
        double messages = (double) result.all() * kind.messages();
        List<String> cells = new ArrayList<>();
        cells.add(kind.what());
        cells.add(String.format(Locale.ROOT, "%,.0f", messages));
        cells.add(String.format(Locale.ROOT, "%,.0f", result.perSecond() * kind.messages()));
        for (String part : List.of("API", "Redis", "Cassandra")) {
            Duration spent = after.getOrDefault(part, Duration.ZERO).minus(before.getOrDefault(part, Duration.ZERO));
            cells.add(String.format(Locale.ROOT, "%,.2f", spent.toNanos() / NANOS_IN_MICRO / messages));
        }
        table.add(cells.toArray(String[]::new));
    }
}
