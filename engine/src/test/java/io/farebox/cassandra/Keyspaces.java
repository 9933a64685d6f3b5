package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import io.farebox.directory.SecretBox;
import io.farebox.ledger.History;
import io.farebox.local.CassandraServer;
import io.farebox.local.SharedStores;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Keyspaces of the shared Cassandra, one for each test class that asks. */
public final class Keyspaces {
    /** What secrets are sealed with. */
    public static final SecretBox BOX = SecretBox.of("a passphrase of tests");

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);

    private static @Nullable CassandraStore shared;

    private Keyspaces() {}

    /** Settings for a keyspace that nobody has used. */
    public static CassandraSettings fresh() {
        CassandraServer server = SharedStores.cassandra();
        return CassandraSettings.of(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())),
                CassandraServer.LOCAL_DATACENTER,
                "test_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet());
    }

    /** A store on a keyspace that nobody has used. */
    public static CassandraStore open() {
        return await(CassandraStore.open(fresh(), BOX));
    }

    /** A store on the keyspace that test classes share; they keep apart by their accounts' and partitions' numbers. */
    public static synchronized CassandraStore shared() {
        CassandraStore store = shared;
        if (store == null) {
            store = open();
            shared = store;
        }
        return store;
    }

    /** The store's history with another bound on the rows that a page looks at. */
    static History historyThatScans(CassandraStore store, int scanLinesMax) {
        CassandraSettings s = fresh();
        CassandraSettings scanning = new CassandraSettings(
                s.contactPoints(),
                s.localDatacenter(),
                s.keyspace(),
                s.replication(),
                s.user(),
                s.password(),
                s.requestTimeout(),
                s.requestsInFlightMax(),
                s.requestsQueuedMax(),
                s.writesPerStoreMax(),
                s.batchRowsMax(),
                s.batchBytesMax(),
                s.pageItemsMax(),
                scanLinesMax,
                s.usageLinesMax());
        return new ArchiveHistory(store.database(), scanning);
    }

    public static CqlSession session(CassandraSettings settings) {
        return await(new Driver(settings).open());
    }

    /** The value; an empty answer or a late one fails the test. */
    public static <T> T await(Mono<T> mono) {
        T value = mono.block(WAIT_MAX);
        if (value == null) {
            throw new AssertionError("there is no answer");
        }
        return value;
    }

    /** Waits for the end. */
    public static void run(Mono<Void> mono) {
        mono.block(WAIT_MAX);
    }
}
