package io.farebox.loadtest.site;

import io.farebox.loadtest.load.Ending;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A program of this module in a Java process of its own, which says on its first line that it is ready. */
public final class Child implements AutoCloseable {
    private static final int END_SECONDS_MAX = 5;

    private final Process process;
    private final String firstLine;

    private Child(Process process, String firstLine) {
        this.process = process;
        this.firstLine = firstLine;
    }

    /** Starts a main class of this class path and waits for the first line that it prints. */
    public static Child start(Class<?> main, List<String> jvmOptions, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-of-" + main.getSimpleName()));
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null) {
            throw new IOException(main.getSimpleName() + " ended before it was ready");
        }
        return new Child(process, line);
    }

    public String firstLine() {
        return firstLine;
    }

    /** The processor time that it has had until now. */
    public Duration processorTime() {
        return Site.processorTime(process.toHandle(), firstLine);
    }

    @Override
    public void close() {
        Ending.of(process, END_SECONDS_MAX);
    }
}
