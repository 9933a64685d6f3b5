package io.farebox.loadtest.simulation;

import io.gatling.app.Gatling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One run of the simulation by Gatling, in a process of its own because Gatling ends the one it runs in.
 *
 * @param isPassed whether the simulation's assertions hold
 * @param report the page to open
 */
public record GatlingRun(boolean isPassed, Path report) {

    /** Runs the scenario, with Gatling's progress on standard output. */
    @SuppressWarnings("SystemOut") // where Gatling itself prints
    public static GatlingRun run(Kind kind, Scenario scenario, Path file, Path results)
            throws IOException, InterruptedException {
        scenario.write(file);
        Files.createDirectories(results);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                // Two minutes are not worth the best code, and its compiler takes the cores from what is measured.
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-D" + Scenario.PROPERTY + "=" + file,
                "-cp",
                System.getProperty("java.class.path"),
                Gatling.class.getName(),
                "--simulation",
                kind.simulation.getName(),
                "--results-folder",
                results.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread end = new Thread(process::destroyForcibly, "end-of-gatling");
        Runtime.getRuntime().addShutdownHook(end);
        process.getInputStream().transferTo(System.out);
        int exit = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(end);
        return new GatlingRun(exit == 0, newest(results).resolve("index.html").toAbsolutePath());
    }

    private static Path newest(Path results) throws IOException {
        try (Stream<Path> runs = Files.list(results)) {
            return runs.max(Comparator.comparing(Path::getFileName)).orElse(results);
        }
    }
}
