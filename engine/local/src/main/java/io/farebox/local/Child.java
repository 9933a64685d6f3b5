package io.farebox.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One running child process with a directory, a log and a pid file of its own.
 *
 * <p>The directory must appear on the child's command line: that, together with the pid, is how a child that outlived a
 * killed parent is recognised and stopped before another one starts in its place.
 */
final class Child {
    private static final Duration LEFTOVER_STOP_MAX = Duration.ofSeconds(20);
    private static final Duration KILL_MAX = Duration.ofSeconds(10);

    private static final int LAST_LINES_MAX = 20;

    private final String name;
    private final Process process;
    private final Path log;
    private final Path pidFile;
    private volatile boolean suspended;

    private Child(String name, Process process, Path log, Path pidFile) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.pidFile = pidFile;
    }

    /** Starts the command with its output going to NAME.log in the directory; the log of the run before is kept. */
    static Child spawn(String name, Path directory, List<String> command, Map<String, String> environment) {
        String file = name.toLowerCase(Locale.ROOT);
        Path log = directory.resolve(file + ".log");
        Path pidFile = directory.resolve(file + ".pid");
        stopLeftover(pidFile, directory);
        try {
            if (Files.exists(log)) {
                Files.move(log, directory.resolve(file + ".previous.log"), StandardCopyOption.REPLACE_EXISTING);
            }
            ProcessBuilder builder = new ProcessBuilder(OwnSession.of(command))
                    .directory(directory.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            Files.writeString(pidFile, process.pid() + "\n");
            return new Child(name, process, log, pidFile);
        } catch (IOException e) {
            throw new LocalException(name + " could not be started: " + e.getMessage() + ".", e);
        }
    }

    /** Stops the process that the pid file names, if it still runs and was started in that directory. */
    static void stopLeftover(Path pidFile, Path directory) {
        leftover(pidFile, directory).ifPresent(handle -> {
            handle.destroy();
            if (!awaitExit(handle.onExit(), LEFTOVER_STOP_MAX)) {
                handle.destroyForcibly();
                awaitExit(handle.onExit(), KILL_MAX);
            }
        });
    }

    /** The same for one whose data is not wanted any more: at once. */
    static void killLeftover(Path pidFile, Path directory) {
        leftover(pidFile, directory).ifPresent(handle -> {
            handle.destroyForcibly();
            awaitExit(handle.onExit(), KILL_MAX);
        });
    }

    private static Optional<ProcessHandle> leftover(Path pidFile, Path directory) {
        try {
            if (!Files.exists(pidFile)) {
                return Optional.empty();
            }
            long pid = Long.parseLong(Files.readString(pidFile).strip());
            return ProcessHandle.of(pid)
                    .filter(handle -> handle.info().commandLine().orElse("").contains(directory.toString()));
        } catch (NumberFormatException halfWritten) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean awaitExit(CompletableFuture<?> exit, Duration max) {
        return exit.handle((ended, failure) -> true)
                .completeOnTimeout(false, max.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    long pid() {
        return process.pid();
    }

    Path log() {
        return log;
    }

    /** The end of the log, bounded. */
    String lastLines() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES_MAX), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    int exitCode() {
        return process.exitValue();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Completes with the exit code. */
    CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Waits at most that long for the end; true if it has ended. */
    boolean endsWithin(Duration max) {
        try {
            return process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalException("Interrupted while waiting for " + name + ".", e);
        }
    }

    /** SIGTERM, a bounded wait, then SIGKILL. */
    void stop(Duration max) {
        if (suspended) {
            resume();
        }
        process.destroy();
        if (endsWithin(max)) {
            forget();
        } else {
            kill();
        }
    }

    /** SIGKILL at once; returns when the process is gone. */
    void kill() {
        process.destroyForcibly();
        if (!endsWithin(KILL_MAX)) {
            throw new LocalException(name + " (pid " + pid() + ") did not end after SIGKILL.");
        }
        forget();
    }

    void suspend() {
        suspended = true;
        signal("STOP");
    }

    void resume() {
        signal("CONT");
        suspended = false;
    }

    private void signal(String signal) {
        try {
            // The shell's own kill: a slim image has a shell but not always /bin/kill.
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid()).start();
            if (kill.waitFor() != 0 && isRunning()) {
                throw new LocalException(name + " (pid " + pid() + ") could not be sent SIG" + signal + ".");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalException("Interrupted while sending SIG" + signal + " to " + name + ".", e);
        }
    }

    private void forget() {
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
