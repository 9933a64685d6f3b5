package io.farebox.k8s;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A program that is on the PATH of some machines. */
final class Program {
    private Program() {}

    static boolean isInstalled(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    }

    static boolean hasKubectl() {
        return isInstalled("kubectl");
    }

    static boolean hasPromtool() {
        return isInstalled("promtool");
    }

    /** What it prints; fails with that where it does not end with 0. */
    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int ended = process.waitFor();
        if (ended != 0) {
            throw new AssertionError(Stream.concat(List.of(command).stream(), Stream.of("ended with " + ended, output))
                    .toList());
        }
        return output;
    }
}
