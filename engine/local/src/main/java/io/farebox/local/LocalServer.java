package io.farebox.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A server that runs as a child process of this JVM, in a directory of its own.
 *
 * <p>It hears no Ctrl-C of the terminal; it ends when it is stopped here, and a leftover of a killed JVM is stopped when
 * the next server starts in the same directory.
 */
public abstract sealed class LocalServer implements AutoCloseable permits RedisServer, CassandraServer, ApiServer {
    private static final Duration POLL = Duration.ofMillis(20);

    private final String name;
    private final Path directory;
    private final Duration startMax;
    private final Duration stopMax;
    private volatile @Nullable Child child;

    LocalServer(String name, Path directory, Duration startMax, Duration stopMax) {
        this.name = name;
        this.directory = directory.toAbsolutePath().normalize();
        this.startMax = startMax;
        this.stopMax = stopMax;
    }

    /** Writes the configuration into the directory and says how the program is run; the directory is on that line. */
    abstract List<String> command() throws IOException;

    Map<String, String> environment() {
        return Map.of();
    }

    /** Whether the server serves now. Never waits long. */
    abstract boolean answers();

    /** Starts the process and returns at once. */
    final void launch() {
        try {
            Files.createDirectories(directory);
            child = Child.spawn(name, directory, command(), environment());
        } catch (IOException e) {
            throw new LocalException(name + " could not be prepared in " + directory + ": " + e.getMessage() + ".", e);
        }
    }

    /** Waits until the server answers; a server that ends or stays silent too long is stopped and reported. */
    final void awaitReady() {
        Child started = child();
        long deadlineNanos = System.nanoTime() + startMax.toNanos();
        while (!answers()) {
            if (started.endsWithin(POLL)) {
                throw notStarted(started, "ended while starting, exit code " + started.exitCode());
            }
            if (System.nanoTime() > deadlineNanos) {
                started.kill();
                throw notStarted(started, "was not ready within " + startMax.toSeconds() + " s");
            }
        }
    }

    /** One sentence that names the log, and its last lines as the cause: a test's directory is gone when one looks. */
    private LocalException notStarted(Child started, String what) {
        return new LocalException(
                name + " " + what + "; see " + started.log() + ".", new IOException(started.lastLines()));
    }

    /** Starts again on the same data and the same ports, after a stop or a kill or instead of them. */
    public final void restart() {
        stop();
        launch();
        awaitReady();
    }

    /** SIGTERM, a bounded wait, then SIGKILL. Does nothing to a server that is not running. */
    public final void stop() {
        Child running = child;
        if (running != null) {
            running.stop(stopMax);
        }
    }

    /** SIGKILL: the crash of one process. Returns when it is gone. */
    public final void kill() {
        child().kill();
    }

    /** SIGSTOP: the process hangs, with its connections open. */
    public final void suspend() {
        child().suspend();
    }

    /** SIGCONT: the hanging process goes on. */
    public final void resume() {
        child().resume();
    }

    /** Completes with the exit code when the process that runs now has ended. */
    public final CompletableFuture<Integer> onExit() {
        return child().onExit();
    }

    public final boolean isRunning() {
        Child running = child;
        return running != null && running.isRunning();
    }

    public final String name() {
        return name;
    }

    public final long pid() {
        return child().pid();
    }

    public final Path directory() {
        return directory;
    }

    /** What the process of the current run has printed. */
    public final Path log() {
        return child().log();
    }

    @Override
    public final void close() {
        stop();
    }

    private Child child() {
        Child running = child;
        if (running == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return running;
    }

    /** Copies a template of this package into the directory, with its placeholders filled in. */
    final Path write(String template, String target, Map<String, String> values) {
        try (var in = LocalServer.class.getResourceAsStream(template)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + template);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace("${" + value.getKey() + "}", value.getValue());
            }
            return Files.writeString(directory.resolve(target), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
