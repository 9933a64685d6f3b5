package io.farebox.local;

import io.farebox.local.CassandraServer.Durability;
import io.farebox.local.CassandraServer.Seat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A real Cassandra of three nodes on 127.0.0.1 to 127.0.0.3, where each can have all rows; any one may be away. */
public final class CassandraRing implements AutoCloseable {
    private static final int NODES = 3;

    private final List<CassandraServer> nodes;

    private CassandraRing(List<CassandraServer> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /** Starts them one after the other, as a ring wants it, and waits until all serve CQL. */
    public static CassandraRing start(Path directory, Durability durability) {
        int nativePort = Ports.free();
        int storagePort = Ports.free();
        // The first alone: a seed that is not there yet is waited for.
        String seed = "127.0.0.1:" + storagePort;
        List<CassandraServer> nodes = new ArrayList<>();
        try {
            for (int i = 1; i <= NODES; i++) {
                long token = Long.MIN_VALUE / NODES * (NODES - 2 * i + 2);
                Seat seat = new Seat("127.0.0." + i, nativePort, storagePort, seed, token);
                CassandraServer node = CassandraServer.launch(directory.resolve("cassandra-" + i), seat, durability);
                nodes.add(node);
                node.awaitReady();
            }
            return new CassandraRing(nodes);
        } catch (RuntimeException e) {
            nodes.forEach(CassandraServer::close);
            throw e;
        }
    }

    public List<CassandraServer> nodes() {
        return nodes;
    }

    /** As {@code FAREBOX_CASSANDRA_CONTACT_POINTS} takes it. */
    public String contactPoints() {
        return nodes.stream().map(CassandraServer::contactPoint).collect(Collectors.joining(","));
    }

    /** As {@code FAREBOX_CASSANDRA_REPLICATION} takes it: each node has each row. */
    public String replication() {
        return "class=SimpleStrategy,replication_factor=" + NODES;
    }

    @Override
    public void close() {
        nodes.forEach(CassandraServer::kill);
    }
}
