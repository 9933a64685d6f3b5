package io.farebox.loadtest.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A generator in a process of its own, so that neither its heap nor its threads are the caller's. */
public final class GeneratorProcess implements AutoCloseable {
    /**
     * Small heap, cheapest collector, and the compiler that is quick rather than good: the generator shares the machine with
     * what it measures.
     */
    private static final List<String> JVM_OPTIONS = List.of(
            "-Xms64m",
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");

    private static final Path NICE = Path.of("/usr/bin/nice");
    /** Who may go first. */
    private static final String ROOT = "root";

    private static final int END_SECONDS_MAX = 5;

    private final Process process;

    private GeneratorProcess(Process process) {
        this.process = process;
    }

    /** Starts a plan and returns at once. */
    public static GeneratorProcess start(Plan plan) throws IOException {
        List<String> command = new ArrayList<>(first());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Generator.class.getName()));
        command.addAll(List.of("--url", plan.target().uri().toString()));
        command.addAll(List.of("--requests", plan.requests().toString()));
        command.addAll(List.of("--connections", Integer.toString(plan.connections())));
        command.addAll(List.of("--rate", Double.toString(plan.ratePerSecond())));
        command.addAll(List.of("--warmup", Double.toString(plan.warmupSeconds())));
        command.addAll(List.of("--seconds", Double.toString(plan.seconds())));
        if (plan.once()) {
            command.add("--once");
        }
        if (plan.histogram() != null) {
            command.addAll(List.of("--histogram", plan.histogram().toString()));
        }
        return new GeneratorProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /**
     * Clients have processors of their own. Here they share those of the servers, and a generator that waits for one starts its
     * requests late, which would count as the servers' latency: so it goes first, where we may say so.
     */
    private static List<String> first() {
        return ROOT.equals(System.getProperty("user.name")) && Files.isExecutable(NICE)
                ? List.of(NICE.toString(), "-n", "-10")
                : List.of();
    }

    /** Runs a plan to its end. */
    public static Result run(Plan plan) throws IOException, InterruptedException {
        try (GeneratorProcess generator = start(plan)) {
            return generator.result();
        }
    }

    /** Waits for the end of the run. */
    public Result result() throws IOException, InterruptedException {
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException("the generator ended with " + exit + ": " + printed);
        }
        return new ObjectMapper().readValue(printed, Result.class);
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    @Override
    public void close() {
        Ending.of(process, END_SECONDS_MAX);
    }
}
