package io.farebox.loadtest;

import io.farebox.loadtest.chaos.Fault;
import io.farebox.loadtest.chaos.Outcome;
import io.farebox.loadtest.chaos.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The main class of {@code ./farebox chaos}: sends and reports under faults, and the proof that what was told is true. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description = "Kills, stops and cuts off everything in the middle of a burst, then checks every promise.")
@SuppressWarnings("SystemOut") // it is a program for a terminal
public final class Chaos implements Callable<Integer> {
    private static final int SECONDS_PER_MINUTE = 60;

    @Option(names = "--seed", description = "Of the faults and the sends; by default one is drawn and printed.")
    private long seed = System.nanoTime() & 0xffffff;

    @Option(
            names = "--minutes",
            defaultValue = "1",
            description = "Of traffic, and until each fault has struck (${DEFAULT-VALUE}).")
    private double minutes;

    @Option(names = "--runs", defaultValue = "1", description = "Seeds, one after another (${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--rate", defaultValue = "300", description = "Sends a second (${DEFAULT-VALUE}).")
    private int ratePerSecond;

    @Option(
            names = "--faults",
            split = ",",
            converter = FaultName.class,
            description = "Those that may strike; by default all survivable ones.")
    private @Nullable List<Fault> faults;

    @Option(
            names = "--kinds",
            defaultValue = "0",
            description =
                    "So many of them, drawn by each seed, so that a run does not take as long as all; by default all.")
    private int kinds;

    @Option(
            names = "--cluster",
            description = "On a Redis Cluster, three Cassandras and three engines, with failovers and moves.")
    private boolean cluster;

    @Option(
            names = "--outage",
            defaultValue = "0",
            description = "Seconds that each fault lasts, which then strikes once;"
                    + " by default each has lengths of its own.")
    private int outageSeconds;

    @Option(
            names = "--plot",
            description = "SVG file for throughput and latency of the last run; a CSV goes beside it.")
    private @Nullable Path plot;

    @Option(
            names = "--plots",
            description = "Directory for an SVG file of each fault, cut out of the last run; best with --outage.")
    private @Nullable Path plots;

    /** Reads the name of a fault. */
    static final class FaultName implements ITypeConverter<Fault> {
        @Override
        public Fault convert(String name) {
            try {
                return Fault.of(name);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    public static void main(String[] arguments) {
        System.exit(Terminal.run(new Chaos(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean sound = true;
        for (int run = 0; run < runs; run++) {
            Trial.Order order = new Trial.Order(
                    seed + run,
                    (int) Math.ceil(minutes * SECONDS_PER_MINUTE),
                    drawn(seed + run),
                    ratePerSecond,
                    cluster,
                    outageSeconds);
            Outcome outcome = Trial.run(order, step -> System.err.println("chaos: " + step));
            sound &= outcome.isSound();
            if (runs == 1 || !outcome.isSound()) {
                System.out.println(outcome);
            }
            System.out.println(outcome.summary());
            if (plot != null) {
                outcome.plot(plot);
            }
            if (plots != null) {
                outcome.plots(plots);
            }
        }
        return sound ? 0 : 1;
    }

    private List<Fault> drawn(long seed) {
        List<Fault> all = faults != null ? faults : cluster ? Fault.ofCluster() : Fault.survivable();
        if (kinds <= 0 || kinds >= all.size()) {
            return all;
        }
        List<Fault> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled.subList(0, kinds);
    }
}
