package io.farebox.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one throw-away Redis and the one throw-away Cassandra of a test JVM.
 *
 * <p>Each starts when it is first asked for, and both go, with their data, when the JVM ends. What a killed test JVM left
 * behind is cleared away by the next one. Tests that share them keep apart by key prefix, database or keyspace.
 */
public final class SharedStores {
    private static final String PREFIX = "farebox-stores-";

    private static @Nullable Path home;
    private static @Nullable RedisServer redis;
    private static @Nullable CassandraServer cassandra;

    private SharedStores() {}

    /** The shared Redis (appendfsync everysec). Do not stop it: a test that does wants a server of its own. */
    public static synchronized RedisServer redis() {
        RedisServer server = redis;
        if (server == null) {
            server = RedisServer.start(home().resolve("redis"), RedisServer.Fsync.EVERYSEC);
            redis = server;
        }
        return server;
    }

    /** The shared Cassandra. */
    public static synchronized CassandraServer cassandra() {
        CassandraServer server = cassandra;
        if (server == null) {
            server = CassandraServer.start(home().resolve("cassandra"), CassandraServer.Durability.THROW_AWAY);
            cassandra = server;
        }
        return server;
    }

    private static Path home() {
        Path existing = home;
        if (existing != null) {
            return existing;
        }
        try {
            Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
            clearLeftovers(temporary);
            Path created = Files.createTempDirectory(
                    temporary, PREFIX + ProcessHandle.current().pid() + "-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> clear(created), "shared-stores"));
            home = created;
            return created;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void clearLeftovers(Path temporary) throws IOException {
        for (Path candidate : list(temporary)) {
            String name = candidate.getFileName().toString();
            if (name.startsWith(PREFIX) && Files.isDirectory(candidate) && !ownerRuns(name)) {
                clear(candidate);
            }
        }
    }

    private static boolean ownerRuns(String name) {
        String pid = name.substring(PREFIX.length()).replaceFirst("-.*$", "");
        return pid.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isPresent();
    }

    /** Ends what runs in the directory, at once because its data goes too, and deletes it. */
    private static void clear(Path directory) {
        Child.killLeftover(directory.resolve("redis").resolve("redis.pid"), directory);
        Child.killLeftover(directory.resolve("cassandra").resolve("cassandra.pid"), directory);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException alsoBeingCleared) {
            // Another JVM clears the same leftovers, or they are another user's: theirs to finish.
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
