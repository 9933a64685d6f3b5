package io.farebox.loadtest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.farebox.loadtest.bench.Benchmark;
import io.farebox.loadtest.bench.Reference;
import io.farebox.loadtest.bench.Settings;
import io.farebox.loadtest.bench.Survey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The main class of {@code ./farebox bench}: prints the table of ratios that Farebox promises. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Starts an installation of its own, measures each promise against its yardstick, and stops it.")
@SuppressWarnings("SystemOut") // it is a program for a terminal
public final class Bench implements Callable<Integer> {
    private static final Path ROOT = Path.of(System.getProperty("farebox.root", "."));

    @Option(
            names = "--quick",
            description =
                    "Under three minutes, on code that is half warm and without PostgreSQL: to see that nothing is badly off.")
    private boolean quick;

    @Option(names = "--seconds", description = "Measured span of each load.")
    private @Nullable Double seconds;

    @Option(names = "--rounds", description = "How often each row is measured.")
    private @Nullable Integer rounds;

    @Option(names = "--roots", description = "Root accounts that sends are spread over.")
    private @Nullable Integer roots;

    @Option(names = "--only", defaultValue = "", description = "Measure alone what has this in its name.")
    private String only = "";

    @Option(names = "--json", description = "File for the result as JSON.")
    private @Nullable Path json;

    @Option(names = "--strict", description = "Exit code 1 where a goal is not reached.")
    private boolean strict;

    @Option(
            names = "--check",
            arity = "0..1",
            fallbackValue = "docs/bench.json",
            description = "Exit code 1 where a ratio or a size is worse than in this earlier result by more than noise"
                    + " (${FALLBACK-VALUE}).")
    private @Nullable Path check;

    @Option(
            names = "--load-curve",
            description = "In place of the table: throughput and latency over the load that is offered. Its drawing,"
                    + " numbers and histograms go into this directory.")
    private @Nullable Path loadCurve;

    @Option(
            names = "--growth",
            description = "In place of the table: the same work beside more and more of everything.")
    private boolean growth;

    @Option(
            names = "--costs",
            description = "In place of the table: the processor time that a message costs engine, Redis and Cassandra.")
    private boolean costs;

    @Option(
            names = "--javas",
            description =
                    "In place of the table: start, memory, throughput and latency of one engine under each JDK of this"
                            + " machine and several of its settings.")
    private boolean javas;

    @Option(
            names = "--accounts-max",
            description = "Root accounts that --growth goes to, at most 1000000 (1000 with --quick, else 10000).")
    private @Nullable Long accountsMax;

    @Option(
            names = "--messages-max",
            description =
                    "Messages in flight that --growth goes to, at most 10000000 (100000 with --quick, else 1000000).")
    private @Nullable Long messagesMax;

    public static void main(String[] arguments) {
        System.exit(Terminal.run(new Bench(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings settings = settings();
        if (studyName() != null) {
            return survey(new Survey(settings, Bench::progress), settings);
        }
        Reference reference = check == null ? null : Reference.read(ROOT.resolve(check));
        Benchmark.Outcome outcome = new Benchmark(settings, only, Bench::progress).run();
        System.out.println(outcome.machine());
        System.out.println("./farebox bench" + (quick ? " --quick" : "") + " --rounds " + settings.rounds()
                + " --seconds " + settings.seconds() + " --roots " + settings.roots()
                + ": medians of the rounds; a ratio's spread is that of each round's own\n");
        System.out.println(outcome.table());
        outcome.notes().forEach(System.out::println);
        tell(outcome.bookFaults());
        if (json != null) {
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), outcome.json());
        }
        List<String> worse = reference == null ? List.of() : reference.worse(outcome.json());
        worse.forEach(row -> System.out.println("WORSE THAN BEFORE: " + row));
        boolean sound = outcome.bookFaults().isEmpty() && worse.isEmpty();
        return sound && (!strict || outcome.reachesEveryGoal()) ? 0 : 1;
    }

    /** The option that asks for something else than the table, null where none does. */
    private @Nullable String studyName() {
        return loadCurve != null ? "--load-curve" : growth ? "--growth" : costs ? "--costs" : javas ? "--javas" : null;
    }

    private int survey(Survey survey, Settings settings) throws IOException, InterruptedException {
        Survey.Report report = loadCurve != null
                ? survey.loadCurve(loadCurve)
                : growth ? survey.growth(bounds(), only) : costs ? survey.costs() : survey.javas();
        System.out.println(report.machine());
        System.out.println("./farebox bench " + studyName() + (quick ? " --quick" : "") + " --seconds "
                + settings.seconds() + "\n");
        System.out.println(report.table());
        report.notes().forEach(System.out::println);
        tell(report.bookFaults());
        return report.bookFaults().isEmpty() ? 0 : 1;
    }

    private Survey.Bounds bounds() {
        return new Survey.Bounds(
                accountsMax != null ? accountsMax : quick ? 1_000 : 10_000,
                messagesMax != null ? messagesMax : quick ? 100_000 : 1_000_000);
    }

    private static void progress(String step) {
        System.err.println("bench: " + step);
    }

    private static void tell(List<String> bookFaults) {
        if (bookFaults.isEmpty()) {
            System.out.println("The balances are what the answers said, to the last micro-credit.");
        }
        bookFaults.forEach(fault -> System.out.println("CREDITS ARE NOT CONSERVED: " + fault));
    }

    private Settings settings() {
        Settings settings = quick ? Settings.quick() : Settings.full();
        settings = seconds == null ? settings : settings.withSeconds(seconds);
        settings = rounds == null ? settings : settings.withRounds(rounds);
        return roots == null ? settings : settings.withRoots(roots);
    }
}
