package io.farebox.cassandra;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where Cassandra is and what may be asked of it at once.
 *
 * @param contactPoints nodes to find the cluster by, at least one
 * @param localDatacenter the data centre whose nodes are asked
 * @param keyspace where all tables are; made at start where it is missing
 * @param replication the keyspace's replication in CQL's terms, used only where it is made
 * @param user null where Cassandra asks for none
 * @param password null where Cassandra asks for none
 * @param requestTimeout how long one request may take
 * @param requestsInFlightMax requests under way at once, of all ports together
 * @param requestsQueuedMax requests that wait for that; beyond it they fail as unavailable
 * @param writesPerStoreMax of those, how many one call of {@code Archive.store} may have under way
 * @param batchRowsMax rows in one write to one Cassandra partition
 * @param batchBytesMax bytes in one write, by estimate; a single larger row goes alone
 * @param pageItemsMax the largest page of a history query
 * @param scanLinesMax ledger lines that one page of messages may look at before it is handed out short
 * @param usageLinesMax lines of one usage report
 */
public record CassandraSettings(
        List<InetSocketAddress> contactPoints,
        String localDatacenter,
        String keyspace,
        Map<String, String> replication,
        @Nullable String user,
        @Nullable String password,
        Duration requestTimeout,
        int requestsInFlightMax,
        int requestsQueuedMax,
        int writesPerStoreMax,
        int batchRowsMax,
        int batchBytesMax,
        int pageItemsMax,
        int scanLinesMax,
        int usageLinesMax) {

    public CassandraSettings {
        if (!keyspace.matches("[a-z][a-z0-9_]{0,47}")) {
            throw new IllegalArgumentException(
                    "the keyspace must be 1 to 48 of a-z, 0-9 and _, and begin with a letter: " + keyspace);
        }
        contactPoints = List.copyOf(contactPoints);
        replication = Map.copyOf(replication);
    }

    /** The defaults, on a single data centre with one copy of each row, as for development. */
    public static CassandraSettings of(List<InetSocketAddress> contactPoints, String localDatacenter, String keyspace) {
        return new CassandraSettings(
                contactPoints,
                localDatacenter,
                keyspace,
                Map.of("class", "SimpleStrategy", "replication_factor", "1"),
                null,
                null,
                Duration.ofSeconds(10),
                256,
                16_384,
                16,
                200,
                64 * 1024,
                1000,
                5000,
                100_000);
    }

    /** The same with another replication, such as {@code class: NetworkTopologyStrategy, dc1: 3}. */
    public CassandraSettings withReplication(Map<String, String> replication) {
        return copy(replication, user, password, requestTimeout);
    }

    /** The same with a login. */
    public CassandraSettings withLogin(String user, String password) {
        return copy(replication, user, password, requestTimeout);
    }

    /** The same with another request timeout. */
    public CassandraSettings withRequestTimeout(Duration requestTimeout) {
        return copy(replication, user, password, requestTimeout);
    }

    private CassandraSettings copy(
            Map<String, String> replication,
            @Nullable String user,
            @Nullable String password,
            Duration requestTimeout) {
        return new CassandraSettings(
                contactPoints,
                localDatacenter,
                keyspace,
                replication,
                user,
                password,
                requestTimeout,
                requestsInFlightMax,
                requestsQueuedMax,
                writesPerStoreMax,
                batchRowsMax,
                batchBytesMax,
                pageItemsMax,
                scanLinesMax,
                usageLinesMax);
    }
}
