package io.farebox.local;

import io.farebox.local.CassandraServer.Durability;
import io.farebox.local.RedisServer.Fsync;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The main class of {@code ./farebox dev}: both stores and the API on this machine, with a demo customer, until Ctrl-C.
 *
 * <p>What can go wrong is told in one sentence on standard error, with exit code 1.
 */
@SuppressWarnings("SystemOut") // it is a program for a terminal
public final class Dev {
    private final DevSettings settings;
    private final Supervisor supervisor;

    private Dev(DevSettings settings, Supervisor supervisor) {
        this.settings = settings;
        this.supervisor = supervisor;
    }

    public static void main(String... args) throws InterruptedException {
        Supervisor supervisor = new Supervisor(System.out, System.err);
        try {
            if (args.length > 0) {
                throw new LocalException("dev takes no arguments, and was given \"" + args[0] + "\".");
            }
            DevSettings settings = DevSettings.from(System.getProperties(), System.getenv());
            new Dev(settings, supervisor).run();
        } catch (LocalException e) {
            supervisor.fail(e.sentence());
        } catch (IOException e) {
            supervisor.fail("The state directory cannot be used: " + e + ".");
        }
    }

    private void run() throws IOException, InterruptedException {
        Files.createDirectories(settings.state());
        try (FileChannel lock = lock()) {
            stopLeftovers();
            Ports.requireFree(settings.httpPort(), "the API (set FAREBOX_HTTP_PORT to change it)");
            Ports.requireFree(
                    settings.managementPort(), "the API's management (set FAREBOX_MANAGEMENT_PORT to change it)");
            String operatorKey = operatorKey();
            System.out.println("Farebox dev\n");
            ApiServer api = startAll(operatorKey);
            DemoCustomer demo = loadDemo(api, operatorKey);
            System.out.println(Banner.of(api.uri(), api.managementUri(), operatorKey, demo, settings.state()));
            // The lock is held until the JVM ends, which the supervisor's hook and its watch see to.
            while (lock.isOpen()) {
                Thread.currentThread().join();
            }
        }
    }

    private FileChannel lock() throws IOException {
        FileChannel channel =
                FileChannel.open(settings.state().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException held) {
            // Held by this JVM: the same answer.
        }
        channel.close();
        throw new LocalException("Another ./farebox dev runs on " + settings.state() + ": stop it first.");
    }

    /** Stops what a killed supervisor left, in the order of an orderly stop. */
    private void stopLeftovers() {
        for (String name : List.of("api", "redis", "cassandra")) {
            Path directory = settings.state().resolve(name);
            Child.stopLeftover(directory.resolve(name + ".pid"), directory);
        }
    }

    private ApiServer startAll(String operatorKey) throws IOException {
        long sinceNanos = System.nanoTime();
        // Cassandra first: it takes longest, and starts while Redis does.
        CassandraServer cassandra = supervisor.launch(
                () -> CassandraServer.launch(settings.state().resolve("cassandra"), 0, Durability.DURABLE));
        RedisServer redis =
                supervisor.launch(() -> RedisServer.launch(settings.state().resolve("redis"), 0, Fsync.ALWAYS));
        awaitReady(redis, sinceNanos, redis.uri());
        awaitReady(cassandra, sinceNanos, cassandra.contactPoint());
        nameStores(redis, cassandra);
        long apiSinceNanos = System.nanoTime();
        ApiServer.Settings apiSettings = new ApiServer.Settings(
                settings.apiJar(),
                redis.uri(),
                cassandra.contactPoint(),
                operatorKey,
                settings.httpPort(),
                settings.managementPort(),
                Map.of(),
                settings.apiJvmOptions());
        ApiServer api =
                supervisor.launch(() -> ApiServer.launch(settings.state().resolve("api"), apiSettings));
        awaitReady(api, apiSinceNanos, "log " + api.log());
        return api;
    }

    /** For the commands that work on the stores of the dev that runs, whose ports are others each time. */
    private void nameStores(RedisServer redis, CassandraServer cassandra) throws IOException {
        SecretFile.write(
                settings.state().resolve("stores.properties"),
                "FAREBOX_REDIS_URI=" + redis.uri() + "\nFAREBOX_CASSANDRA_CONTACT_POINTS=" + cassandra.contactPoint()
                        + "\n");
    }

    private static void awaitReady(LocalServer server, long sinceNanos, String where) {
        server.awaitReady();
        System.out.println(Banner.phase(server.name(), "ready", System.nanoTime() - sinceNanos, where));
    }

    private DemoCustomer loadDemo(ApiServer api, String operatorKey) {
        long sinceNanos = System.nanoTime();
        Demo demo = new Demo(api.uri(), operatorKey, settings.state().resolve("demo.json"));
        Optional<Demo.Found> found = demo.find();
        DemoCustomer customer = found.map(Demo.Found::customer).orElseGet(demo::create);
        System.out.println(Banner.phase(
                "Demo", found.isPresent() ? "found" : "made ", System.nanoTime() - sinceNanos, "Example Travel"));
        found.map(Demo.Found::fault)
                .filter(fault -> !fault.isEmpty())
                .ifPresent(fault -> System.err.println("It cannot be served: " + fault
                        + " If Redis has lost what it knew, ./farebox rebuild restores it while this runs."));
        return customer;
    }

    private String operatorKey() throws IOException {
        @Nullable String given = settings.operatorKey();
        if (given != null && !given.isBlank()) {
            return given;
        }
        Path file = settings.state().resolve("operator-key");
        @Nullable String kept = SecretFile.read(file);
        if (kept != null && !kept.isBlank()) {
            return kept.strip();
        }
        String made = "operator-" + SecretFile.word();
        SecretFile.write(file, made + "\n");
        return made;
    }
}
