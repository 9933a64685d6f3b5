package io.farebox.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis on loopback, with an append-only file in its directory and nothing else to lose or evict.
 *
 * <p>Starting on a directory that holds data goes on with that data.
 */
public final class RedisServer extends LocalServer {
    private static final Duration START_MAX = Duration.ofMinutes(1);
    private static final Duration STOP_MAX = Duration.ofSeconds(20);
    private static final Duration PING_MAX = Duration.ofSeconds(1);
    private static final Duration ASK_MAX = Duration.ofSeconds(10);

    /** When Redis flushes its append-only file to the disk. */
    public enum Fsync {
        /** Before each answer: what was acknowledged survives a crash of the machine. */
        ALWAYS,
        /** Once a second: what was acknowledged survives a crash of the process, not of the machine. */
        EVERYSEC
    }

    private final int port;
    private final Fsync fsync;
    private final List<String> options;
    private final Map<String, String> environment;

    private RedisServer(Path directory, int port, Fsync fsync, List<String> options, Map<String, String> environment) {
        super("Redis", directory, START_MAX, STOP_MAX);
        this.port = port;
        this.fsync = fsync;
        this.options = List.copyOf(options);
        this.environment = Map.copyOf(environment);
    }

    /** Starts on a free port and waits until it serves. */
    public static RedisServer start(Path directory, Fsync fsync) {
        return start(directory, 0, fsync);
    }

    /** The same with further variables of its environment. */
    public static RedisServer start(Path directory, Fsync fsync, Map<String, String> environment) {
        RedisServer server = new RedisServer(directory, Ports.choose(0, "Redis"), fsync, List.of(), environment);
        server.launch();
        server.awaitReady();
        return server;
    }

    /**
     * Starts and waits until it serves.
     *
     * @param port the port, 0 for a free one
     * @param options further words of the command line, as in "--io-threads", "2"
     */
    public static RedisServer start(Path directory, int port, Fsync fsync, String... options) {
        RedisServer server = launch(directory, port, fsync, options);
        server.awaitReady();
        return server;
    }

    static RedisServer launch(Path directory, int port, Fsync fsync, String... options) {
        RedisServer server = new RedisServer(directory, Ports.choose(port, "Redis"), fsync, List.of(options), Map.of());
        server.launch();
        return server;
    }

    public int port() {
        return port;
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /**
     * Sends one command over a connection of its own.
     *
     * @return the reply as text, null for nil, the elements of an array on a line each
     */
    public @Nullable String ask(String... words) {
        try {
            return Resp.ask(port, ASK_MAX, words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    List<String> command() throws IOException {
        Path program = RedisBinary.find(directory());
        AppendOnlyFile.mend(directory(), program);
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of("--dir", directory().toString()));
        command.addAll(List.of("--bind", "127.0.0.1", "--port", Integer.toString(port), "--daemonize", "no"));
        command.addAll(List.of("--appendonly", "yes", "--aof-load-truncated", "no"));
        command.addAll(List.of("--appendfsync", fsync.name().toLowerCase(Locale.ROOT)));
        // A rewrite takes a processor of the few that all share here, and from 64 MB on it would come twice a minute.
        command.addAll(List.of("--auto-aof-rewrite-min-size", "512mb"));
        command.addAll(List.of("--save", "", "--maxmemory-policy", "noeviction"));
        // Redis would replace its command line by a title; the directory on it tells ours from anybody else's.
        command.addAll(List.of("--set-proc-title", "no"));
        command.addAll(options);
        return command;
    }

    @Override
    Map<String, String> environment() {
        return environment;
    }

    @Override
    boolean answers() {
        try {
            return "PONG".equals(Resp.ask(port, PING_MAX, "PING"));
        } catch (IOException notYet) {
            return false;
        }
    }
}
