package io.farebox.loadtest;

import io.farebox.loadtest.check.ConservationCheck;
import io.farebox.loadtest.check.Told;
import io.farebox.loadtest.check.Verdict;
import io.farebox.loadtest.simulation.Diary;
import io.farebox.loadtest.simulation.Fate;
import io.farebox.loadtest.simulation.GatlingRun;
import io.farebox.loadtest.simulation.Kind;
import io.farebox.loadtest.simulation.Scenario;
import io.farebox.loadtest.site.Customer;
import io.farebox.loadtest.site.Customers;
import io.farebox.loadtest.site.Farebox;
import io.farebox.loadtest.site.Site;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The main class of {@code ./farebox loadtest}: bursts, unruly carriers, and then the conservation check. */
@Command(
        name = "loadtest",
        mixinStandardHelpOptions = true,
        description = "Sends in bursts, reports like carriers, then checks that every credit is accounted for.")
@SuppressWarnings("SystemOut") // it is a program for a terminal
public final class LoadTest implements Callable<Integer> {
    @Option(names = "--url", description = "A running Farebox; without it an installation of its own is started.")
    private @Nullable URI url;

    @Option(names = "--key", description = "The operator's key; or set FAREBOX_OPERATOR_KEY.")
    private @Nullable String key = System.getenv("FAREBOX_OPERATOR_KEY");

    @Option(
            names = "--simulation",
            defaultValue = "burst",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).",
            converter = KindName.class,
            completionCandidates = KindNames.class)
    private Kind kind = Kind.BURST;

    @Option(names = "--rate", defaultValue = "2000", description = "Single sends a second (${DEFAULT-VALUE}).")
    private int ratePerSecond;

    @Option(names = "--seconds", defaultValue = "30", description = "How long (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "20",
            description = "Seconds of an eighth and then half of the rate before, 0 for none (${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Option(
            names = "--burst-every",
            defaultValue = "5",
            description = "Seconds between sends to many, 0 for none (${DEFAULT-VALUE}).")
    private int burstEverySeconds;

    @Option(names = "--burst-recipients", defaultValue = "10000", description = "How many (${DEFAULT-VALUE}).")
    private int burstRecipients;

    @Option(
            names = "--p99",
            defaultValue = "1000",
            description = "Milliseconds that 99 of 100 single sends are to stay below, where the simulation asks for it"
                    + " (${DEFAULT-VALUE}).")
    private int p99MsMax;

    @Option(names = "--customers", defaultValue = "4", description = "Root accounts that send (${DEFAULT-VALUE}).")
    private int customers;

    @Option(names = "--seed", defaultValue = "1", description = "Of the messages' fates (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--lag",
            defaultValue = "120",
            description = "Seconds that the ledger may lag behind at the end (${DEFAULT-VALUE}).")
    private int lagSecondsMax;

    @Option(names = "--results", description = "Directory for reports.")
    private Path results = Path.of(System.getProperty("farebox.root", "."), "loadtest", "target", "gatling");

    /** The names of the simulations. */
    static final class KindNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Kind.values()).map(Kind::toString).iterator();
        }
    }

    /** Reads the name of a simulation. */
    static final class KindName implements ITypeConverter<Kind> {
        @Override
        public Kind convert(String name) {
            return Arrays.stream(Kind.values())
                    .filter(kind -> kind.toString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "there is no simulation " + name + ", but " + Arrays.toString(Kind.values())));
        }
    }

    public static void main(String[] arguments) {
        System.exit(Terminal.run(new LoadTest(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (url == null) {
            System.out.println("Starting an installation of its own …");
            try (Site site = Site.start(Map.of())) {
                return run(site.operator());
            }
        }
        if (key == null) {
            System.err.println("--url needs --key, the operator's, to open customers.");
            return CommandLine.ExitCode.USAGE;
        }
        return run(new Farebox(url, key));
    }

    private int run(Farebox operator) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("farebox-loadtest-");
        Scenario scenario = scenario(operator, work.resolve("told.json"));
        GatlingRun gatling = GatlingRun.run(kind, scenario, work.resolve("scenario.json"), results);
        List<Told> told = Diary.read(scenario.told());
        for (Path file : List.of(scenario.told(), work.resolve("scenario.json"), work)) {
            Files.deleteIfExists(file);
        }
        System.out.println("Checking that every credit is accounted for …");
        Verdict verdict = new ConservationCheck(operator::as, Duration.ofSeconds(lagSecondsMax))
                .check(
                        told,
                        (send, index) -> Fate.of(seed, send.reference(), index).status());
        System.out.println(verdict);
        System.out.println("Report: " + gatling.report());
        return gatling.isPassed() && verdict.isSound() ? 0 : 1;
    }

    private Scenario scenario(Farebox operator, Path told) throws IOException, InterruptedException {
        Customers opening = new Customers(operator);
        String run = UUID.randomUUID().toString().substring(0, 8);
        List<Scenario.Payer> payers = new ArrayList<>();
        for (int i = 0; i < customers; i++) {
            Customer customer = opening.root("load test " + run + " " + i);
            opening.list(customer.account(), Scenario.LIST);
            payers.add(new Scenario.Payer(customer, opening.key(customer.account(), "carrier")));
        }
        String connection = opening.connection("load-" + run);
        return new Scenario(
                operator.base(),
                payers,
                connection,
                ratePerSecond,
                warmUpSeconds,
                seconds,
                burstEverySeconds,
                burstRecipients,
                p99MsMax,
                seed,
                told);
    }
}
