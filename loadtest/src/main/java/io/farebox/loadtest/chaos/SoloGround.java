package io.farebox.loadtest.chaos;

import io.farebox.loadtest.load.Target;
import io.farebox.loadtest.site.Audit;
import io.farebox.loadtest.site.Farebox;
import io.farebox.loadtest.site.Site;
import io.farebox.local.CassandraServer;
import io.farebox.local.LocalServer;
import io.farebox.local.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An installation of its own with a line of ours between any two of its processes, and between it and its clients. */
final class SoloGround implements Ground {
    private static final String LOOPBACK = "127.0.0.1";

    /** An engine that is killed every few seconds never gets back what the slow compiler costs. */
    private static final List<String> SHORT_LIVED = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Map<Part, Line> lines = new EnumMap<>(Part.class);
    private final MovedClock engineClock;
    private final Site site;

    SoloGround(boolean clockMoves) throws IOException {
        engineClock = clockMoves ? MovedClock.create() : MovedClock.NONE;
        site = Site.start(CassandraServer.Durability.DURABLE_AND_PROMPT, SHORT_LIVED, this::wire);
        line(Part.CLIENT_LINE, site.api().uri().getPort());
    }

    private Map<String, String> wire(RedisServer redis, CassandraServer cassandra) {
        Map<String, String> environment = new HashMap<>(engineClock.environment());
        environment.put("FAREBOX_REDIS_URI", "redis://" + LOOPBACK + ":" + line(Part.REDIS_LINE, redis.port()));
        environment.put(
                "FAREBOX_CASSANDRA_CONTACT_POINTS", LOOPBACK + ":" + line(Part.CASSANDRA_LINE, cassandra.port()));
        return environment;
    }

    private int line(Part part, int serverPort) {
        Line line = Line.to(serverPort);
        lines.put(part, line);
        return line.port();
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
        return new Target(LOOPBACK, line(Part.CLIENT_LINE).port());
    }

    @Override
    public Line line(Part part) {
        return Objects.requireNonNull(lines.get(part), part::name);
    }

    @Override
    public MovedClock clock() {
        return engineClock;
    }

    @Override
    public void choose(Part part) {
        // There is one of each.
    }

    @Override
    public LocalServer server(Part part) {
        return switch (part) {
            case ENGINE -> site.api();
            case REDIS -> site.redis();
            case CASSANDRA -> site.cassandra();
            case CLIENT_LINE, REDIS_LINE, CASSANDRA_LINE -> throw new IllegalArgumentException(part + " is no process");
        };
    }

    @Override
    public void movePartition() {
        throw new IllegalArgumentException("there is only one Redis");
    }

    @Override
    public void awaitWhole(Part part) {
        // A process that was started is whole.
    }

    @Override
    public @Nullable String redis(String key, String... words) {
        return site.redis().ask(words);
    }

    @Override
    public List<String> cassandra(String statement) {
        return site.cassandra().ask(statement);
    }

    @Override
    public Audit audit() throws IOException, InterruptedException {
        return site.audit();
    }

    @Override
    public void close() {
        site.close();
        lines.values().forEach(Line::close);
        engineClock.close();
    }
}
