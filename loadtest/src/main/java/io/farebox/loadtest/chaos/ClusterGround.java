package io.farebox.loadtest.chaos;

import io.farebox.loadtest.load.Target;
import io.farebox.loadtest.site.Audit;
import io.farebox.loadtest.site.ClusterSite;
import io.farebox.loadtest.site.Farebox;
import io.farebox.local.ApiServer;
import io.farebox.local.LocalServer;
import io.farebox.local.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Several of each: three engines behind one line that clients are shared out by, a Redis Cluster, three Cassandras. They
 * are struck in turn; a Redis is always the master of a partition.
 */
final class ClusterGround implements Ground {
    private static final String LOOPBACK = "127.0.0.1";

    private final ClusterSite site = ClusterSite.start();
    private final Line clients;
    private final Map<Part, LocalServer> chosen = new EnumMap<>(Part.class);
    private final Map<Part, Integer> turns = new EnumMap<>(Part.class);

    ClusterGround() throws IOException {
        clients = Line.to(site.engines().stream()
                .mapToInt(engine -> engine.uri().getPort())
                .toArray());
    }

    @Override
    public Path directory() {
        return site.directory();
    }

    @Override
    public void keep() {
        site.keep();
    }

    @Override
    public Farebox operator() {
        return site.operator();
    }

    @Override
    public Target target() {
        return new Target(LOOPBACK, clients.port());
    }

    @Override
    public synchronized void choose(Part part) {
        int turn = turns.merge(part, 1, Integer::sum);
        switch (part) {
            case ENGINE -> chosen.put(part, ofTurn(site.engines(), turn));
            case CASSANDRA -> chosen.put(part, ofTurn(site.cassandra().nodes(), turn));
            case REDIS -> chosen.put(part, site.redis().masterOf(key(turn)));
            case CLIENT_LINE, REDIS_LINE, CASSANDRA_LINE -> {}
        }
    }

    private static <T> T ofTurn(List<T> all, int turn) {
        return all.get(turn % all.size());
    }

    private static String key(int turn) {
        return JournalCheck.key(turn % JournalCheck.PARTITIONS, "state");
    }

    @Override
    public synchronized LocalServer server(Part part) {
        return Objects.requireNonNull(chosen.get(part), part::name);
    }

    @Override
    public Line line(Part part) {
        if (part != Part.CLIENT_LINE) {
            throw new IllegalArgumentException("there is no line of ours at " + part);
        }
        return clients;
    }

    @Override
    public MovedClock clock() {
        throw new IllegalArgumentException("the clocks here are the machine's");
    }

    @Override
    public void movePartition() {
        int turn;
        synchronized (this) {
            turn = turns.merge(Part.REDIS, 1, Integer::sum);
        }
        RedisServer from = site.redis().masterOf(key(turn));
        List<RedisServer> others = site.redis().masters().stream()
                .filter(master -> !master.equals(from))
                .toList();
        site.redis().move(key(turn), ofTurn(others, turn));
    }

    @Override
    public void awaitWhole(Part part) {
        if (part == Part.REDIS) {
            site.redis().awaitHealthy();
        }
    }

    @Override
    public @Nullable String redis(String key, String... words) {
        return site.redis().ask(key, words);
    }

    @Override
    public List<String> cassandra(String statement) {
        return site.cassandra().nodes().get(0).ask(statement);
    }

    @Override
    public Audit audit() throws IOException, InterruptedException {
        return site.audit();
    }

    @Override
    public void close() {
        site.engines().forEach(ApiServer::kill);
        site.close();
        clients.close();
    }
}
