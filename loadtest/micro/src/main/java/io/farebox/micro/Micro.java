package io.farebox.micro;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** The main class of {@code ./farebox micro}: what one core does each second, and allocates for it, step by step. */
@SuppressWarnings("SystemOut") // it is a program for a terminal
public final class Micro {
    private Micro() {}

    /**
     * Runs the benchmarks and prints the table.
     *
     * @param arguments JMH's own: {@code -h} lists them
     */
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException, IOException {
        CommandLineOptions given = new CommandLineOptions(arguments);
        if (given.shouldHelp()) {
            given.showHelp();
            return;
        }
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .parent(given)
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .build())
                .run();
        List<Figure> figures = results.stream().map(Figure::new).toList();
        System.out.println();
        System.out.println(System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                + System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version")
                + ": one thread on one core\n");
        System.out.println(Figure.HEAD);
        figures.forEach(System.out::println);
    }
}
