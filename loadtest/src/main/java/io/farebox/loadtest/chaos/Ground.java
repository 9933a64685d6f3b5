package io.farebox.loadtest.chaos;

import io.farebox.loadtest.load.Target;
import io.farebox.loadtest.site.Site;
import io.farebox.local.CassandraServer;
import io.farebox.local.LocalServer;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** An installation of its own with a line of ours between any two of its processes, and between it and its clients. */
final class Ground implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final Map<Part, Line> lines = new EnumMap<>(Part.class);
    private final Site site;

    private Ground() throws IOException {
        site = Site.start(
                CassandraServer.Durability.DURABLE_AND_PROMPT,
                (redis, cassandra) -> Map.of(
                        "FAREBOX_REDIS_URI",
                        "redis://" + LOOPBACK + ":" + line(Part.REDIS_LINE, redis.port()),
                        "FAREBOX_CASSANDRA_CONTACT_POINTS",
                        LOOPBACK + ":" + line(Part.CASSANDRA_LINE, cassandra.port())));
        line(Part.CLIENT_LINE, site.api().uri().getPort());
    }

    static Ground open() throws IOException {
        return new Ground();
    }

    private int line(Part part, int serverPort) {
        Line line = Line.to(serverPort);
        lines.put(part, line);
        return line.port();
    }

    Site site() {
        return site;
    }

    /** Where clients send to. */
    Target target() {
        return new Target(LOOPBACK, line(Part.CLIENT_LINE).port());
    }

    Line line(Part part) {
        return Objects.requireNonNull(lines.get(part), part::name);
    }

    LocalServer server(Part part) {
        return switch (part) {
            case ENGINE -> site.api();
            case REDIS -> site.redis();
            case CASSANDRA -> site.cassandra();
            case CLIENT_LINE, REDIS_LINE, CASSANDRA_LINE -> throw new IllegalArgumentException(part + " is no process");
        };
    }

    @Override
    public void close() {
        site.close();
        lines.values().forEach(Line::close);
    }
}
