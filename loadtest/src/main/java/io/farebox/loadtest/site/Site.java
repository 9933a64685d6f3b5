package io.farebox.loadtest.site;

import io.farebox.local.ApiServer;
import io.farebox.local.CassandraServer;
import io.farebox.local.LocalServer;
import io.farebox.local.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A throw-away installation on this machine: real stores and the API as child processes, on free ports. */
public final class Site implements AutoCloseable {
    private static final String API_JAR = "farebox.api.jar";
    private static final Path API_JAR_IN_CHECKOUT = Path.of("api", "target", "farebox-api.jar");

    /** A page of the keys and their bytes, after the cursor of the next one. */
    private static final String KEYS_BYTES = """
            local page = redis.call('SCAN', ARGV[1], 'COUNT', 1000)
            local found = { page[1] }
            for _, key in ipairs(page[2]) do
              if redis.call('TYPE', key).ok ~= 'stream' then
                found[#found + 1] = key
                found[#found + 1] = redis.call('MEMORY', 'USAGE', key, 'SAMPLES', 0)
              end
            end
            return found
            """;

    /** All of it from the start: a heap that begins small stays small, and is collected more than once a second. */
    private static final List<String> HEAP = List.of("-Xms1g", "-Xmx1g");

    private final Path directory;
    private final Deque<LocalServer> parts = new ArrayDeque<>();
    private final RedisServer redis;
    private final CassandraServer cassandra;
    private final ApiServer.Settings settings;
    private final ApiServer api;
    private boolean closed;
    private boolean kept;

    /** Says how the API finds its stores, and all else that it is told. */
    @FunctionalInterface
    public interface Wiring {
        /** Further variables of the API's; both stores run by now. */
        Map<String, String> environment(RedisServer redis, CassandraServer cassandra);
    }

    private Site(Path directory, CassandraServer.Durability durability, List<String> jvmOptions, Wiring wiring) {
        this.directory = directory;
        try {
            redis = opened(RedisServer.start(directory.resolve("redis"), RedisServer.Fsync.ALWAYS));
            cassandra = opened(CassandraServer.start(directory.resolve("cassandra"), durability));
            settings = ApiServer.Settings.of(apiJar(), redis, cassandra, operatorKey())
                    .withJvmOptions(jvmOptions)
                    .withEnvironment(wiring.environment(redis, cassandra));
            api = opened(ApiServer.start(directory.resolve("api"), settings));
        } catch (RuntimeException e) {
            // What has started by now would outlive this process.
            stop(parts);
            delete(directory);
            throw e;
        }
    }

    /**
     * Starts the stores and the API; a process that is interrupted stops them too.
     *
     * @param environment further variables of the API
     */
    public static Site start(Map<String, String> environment) throws IOException {
        return start(CassandraServer.Durability.DURABLE, HEAP, (redis, cassandra) -> environment);
    }

    /**
     * The same where the API's variables depend on the stores.
     *
     * @param jvmOptions of the API, as in -Xmx1g
     */
    public static Site start(CassandraServer.Durability durability, List<String> jvmOptions, Wiring wiring)
            throws IOException {
        Path directory = Files.createTempDirectory("farebox-site-");
        Site site = new Site(directory, durability, jvmOptions, wiring);
        Runtime.getRuntime().addShutdownHook(new Thread(site::close, "stop-site"));
        return site;
    }

    public ApiServer api() {
        return api;
    }

    public RedisServer redis() {
        return redis;
    }

    public CassandraServer cassandra() {
        return cassandra;
    }

    /** The installation for its operator. */
    public Farebox operator() {
        return new Farebox(api.uri(), settings.operatorKey());
    }

    /** A directory that goes when the site does, unless it is kept. */
    public Path directory() {
        return directory;
    }

    /** Leaves the directory with all that the stores and the logs hold, for somebody to look into. */
    public synchronized void keep() {
        kept = true;
    }

    /** One more API process on the same stores, with variables of its own. */
    public ApiServer anotherApi(String name, Map<String, String> environment) {
        return anotherApi(name, usual -> usual.withEnvironment(environment));
    }

    /** One more API process on the same stores. */
    public ApiServer anotherApi(String name, UnaryOperator<ApiServer.Settings> change) {
        return opened(ApiServer.start(directory.resolve(name), change.apply(settings)));
    }

    /** Ends an API process before the others end. */
    public void end(ApiServer other) {
        parts.remove(other);
        other.close();
    }

    /** Has everything compared while it runs, with the stores reached directly. */
    public Audit audit() throws IOException, InterruptedException {
        return Audit.of(settings);
    }

    /** Whether Redis fsyncs before it answers (always) or each second. */
    public void setFsync(RedisServer.Fsync fsync) {
        redis.ask("CONFIG", "SET", "appendfsync", fsync == RedisServer.Fsync.ALWAYS ? "always" : "everysec");
    }

    /**
     * What each key in Redis takes with its name and its place among the keys, the journal's streams left out. It is what
     * Redis itself counts ({@code MEMORY USAGE}), to the byte, so that the same content always comes to the same.
     */
    public Map<String, Long> redisKeysBytes() {
        Map<String, Long> bytes = new HashMap<>();
        String cursor = "0";
        do {
            String page = String.valueOf(redis.ask("EVAL", KEYS_BYTES, "0", cursor));
            String[] words = page.split("\n", -1);
            cursor = words[0];
            for (int i = 1; i + 1 < words.length; i += 2) {
                bytes.put(words[i], Long.parseLong(words[i + 1]));
            }
        } while (!cursor.equals("0"));
        return bytes;
    }

    /** The processor time that its processes have had until now, by their names: all APIs together, Redis, Cassandra. */
    public Map<String, Duration> processorTime() {
        Map<String, Duration> had = new HashMap<>();
        for (LocalServer part : parts) {
            had.merge(part.name(), processorTime(part), Duration::plus);
        }
        return had;
    }

    /** The processor time that a process has had until now. */
    public static Duration processorTime(LocalServer part) {
        return ProcessHandle.of(part.pid())
                .map(process -> processorTime(process, part.name()))
                .orElseThrow(() -> new IllegalStateException(part.name() + " is gone"));
    }

    static Duration processorTime(ProcessHandle process, String name) {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("the system does not tell what " + name + " uses"));
    }

    public String redisVersion() {
        return infoText("server", "redis_version");
    }

    private String infoText(String section, String field) {
        @Nullable String info = redis.ask("INFO", section);
        return String.valueOf(info)
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Redis has no " + field));
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        stop(parts);
        if (!kept) {
            delete(directory);
        }
    }

    private static void stop(Deque<LocalServer> parts) {
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }

    static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException leftToTheSystem) {
            // A temporary directory that cannot be emptied now goes with the others of its kind.
        }
    }

    private <T extends LocalServer> T opened(T part) {
        parts.push(part);
        return part;
    }

    static String operatorKey() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    static Path apiJar() {
        String named = System.getProperty(API_JAR);
        if (named != null) {
            return Path.of(named);
        }
        // A test has no property; its working directory is inside the checkout.
        for (@Nullable Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            if (Files.isRegularFile(up.resolve(API_JAR_IN_CHECKOUT))) {
                return up.resolve(API_JAR_IN_CHECKOUT);
            }
        }
        throw new IllegalStateException("the API's jar is not built: build the api module, or set -D" + API_JAR);
    }
}
