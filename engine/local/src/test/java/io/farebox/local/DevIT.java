package io.farebox.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stops ./farebox dev before it has started anything: one sentence on standard error, exit code 1. */
class DevIT {
    private static final long RUN_SECONDS_MAX = 60;

    @TempDir
    Path state;

    @Test
    void aTakenPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(Ports.free())) {
            int port = taken.getLocalPort();
            assertThat(errorOf(Map.of("FAREBOX_HTTP_PORT", Integer.toString(port))))
                    .isEqualTo("farebox: Port " + port + ", needed by the API (set FAREBOX_HTTP_PORT to change it),"
                            + " is taken by another process.\n");
        }
    }

    @Test
    void anotherOneOnTheSameState() throws Exception {
        try (FileChannel lock =
                FileChannel.open(state.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(lock.tryLock()).isNotNull();
            assertThat(errorOf(freePorts()))
                    .isEqualTo("farebox: Another ./farebox dev runs on " + state + ": stop it first.\n");
        }
    }

    @Test
    void anArgument() throws Exception {
        assertThat(errorOf(freePorts(), "--fast"))
                .isEqualTo("farebox: dev takes no arguments, and was given \"--fast\".\n");
    }

    private static Map<String, String> freePorts() {
        return Map.of(
                "FAREBOX_HTTP_PORT", Integer.toString(Ports.free()),
                "FAREBOX_MANAGEMENT_PORT", Integer.toString(Ports.free()));
    }

    private String errorOf(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-D" + DevSettings.STATE_PROPERTY + "=" + state);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Dev.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(RUN_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        return error;
    }
}
