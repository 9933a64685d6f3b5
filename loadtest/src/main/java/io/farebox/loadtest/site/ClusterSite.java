package io.farebox.loadtest.site;

import io.farebox.local.ApiServer;
import io.farebox.local.CassandraRing;
import io.farebox.local.CassandraServer;
import io.farebox.local.RedisCluster;
import io.farebox.local.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * A throw-away installation of which there is more than one of everything: a Redis Cluster with a replica of each master,
 * three Cassandras, and engines that share the work.
 */
public final class ClusterSite implements AutoCloseable {
    private static final int ENGINES = 3;

    private final Path directory;
    private final String operatorKey = Site.operatorKey();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final RedisCluster redis;
    private final CassandraRing cassandra;
    private final List<ApiServer> engines = new ArrayList<>();
    private boolean closed;
    private boolean kept;

    private ClusterSite(Path directory) {
        this.directory = directory;
        try {
            redis = opened(RedisCluster.start(directory, RedisServer.Fsync.ALWAYS));
            cassandra = opened(CassandraRing.start(directory, CassandraServer.Durability.DURABLE_AND_PROMPT));
            for (int i = 1; i <= ENGINES; i++) {
                engines.add(opened(ApiServer.start(directory.resolve("engine-" + i), settings(i))));
            }
        } catch (RuntimeException e) {
            // The logs that the failure names stay.
            stop(parts);
            throw e;
        }
    }

    /** Starts all of it; a process that is interrupted stops it too. */
    public static ClusterSite start() throws IOException {
        ClusterSite site = new ClusterSite(Files.createTempDirectory("farebox-cluster-"));
        Runtime.getRuntime().addShutdownHook(new Thread(site::close, "stop-cluster-site"));
        return site;
    }

    private ApiServer.Settings settings(int engine) {
        Map<String, String> environment = Map.of(
                "FAREBOX_INSTANCE",
                "engine-" + engine,
                "FAREBOX_EVENT_LOOPS",
                "1",
                // What was answered must be on the replica that takes over.
                "FAREBOX_REDIS_REPLICAS_MIN",
                "1",
                "FAREBOX_CASSANDRA_REPLICATION",
                cassandra.replication());
        return new ApiServer.Settings(
                Site.apiJar(),
                redis.uri(),
                cassandra.contactPoints(),
                operatorKey,
                0,
                0,
                environment,
                List.of("-Xmx512m"));
    }

    public RedisCluster redis() {
        return redis;
    }

    public CassandraRing cassandra() {
        return cassandra;
    }

    public List<ApiServer> engines() {
        return List.copyOf(engines);
    }

    /** The installation for its operator, by its first engine. */
    public Farebox operator() {
        return new Farebox(engines.get(0).uri(), operatorKey);
    }

    /** Has everything compared while it runs. */
    public Audit audit() throws IOException, InterruptedException {
        return Audit.of(settings(1));
    }

    /** A directory that goes when the site does, unless it is kept. */
    public Path directory() {
        return directory;
    }

    /** Leaves the directory with all that the stores and the logs hold, for somebody to look into. */
    public synchronized void keep() {
        kept = true;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        stop(parts);
        if (!kept) {
            Site.delete(directory);
        }
    }

    private static void stop(Deque<AutoCloseable> parts) {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("a part of the installation does not stop", e);
            }
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }
}
