package io.farebox.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A real Cassandra node on loopback, alone or in a {@link CassandraRing}, in a JVM of its own that is a JDK 17 whatever this one is.
 *
 * <p>Its JVM reads everything but the directory from an argument file, so that a process listing stays readable.
 */
public final class CassandraServer extends LocalServer {
    /** The only data centre there is. */
    public static final String LOCAL_DATACENTER = "datacenter1";

    private static final String LOOPBACK = "127.0.0.1";

    /** A start takes 5 s on an idle machine; a busy one is given time. */
    private static final Duration START_MAX = Duration.ofMinutes(3);

    private static final Duration STOP_MAX = Duration.ofSeconds(30);
    private static final Duration OPTIONS_MAX = Duration.ofSeconds(2);
    private static final Duration ASK_MAX = Duration.ofSeconds(30);

    /** What a crash may cost. */
    public enum Durability {
        /** Nothing that was acknowledged: every write waits for the disk. It runs when nobody else wants the processor. */
        DURABLE(Durability.SYNCED),
        /** The same, on its share of the processor: for tests that others must not keep from being started again. */
        DURABLE_AND_PROMPT(Durability.SYNCED),
        /** Everything: starts half a second sooner; for tests that never start again on the same data. */
        THROW_AWAY("commitlog_sync: periodic\ncommitlog_sync_period: 10000ms");

        private static final String SYNCED = "commitlog_sync: group\ncommitlog_sync_group_window: 10ms";

        private final String commitlogSync;

        Durability(String commitlogSync) {
            this.commitlogSync = commitlogSync;
        }
    }

    /**
     * Where a node is.
     *
     * @param address of loopback
     * @param seeds those by whom it finds the others, as host:storagePort
     * @param token where its part of the ring ends
     */
    record Seat(String address, int nativePort, int storagePort, String seeds, long token) {
        /** Of a node that is alone. */
        static Seat alone(int nativePort) {
            int storagePort = Ports.free();
            return new Seat(LOOPBACK, nativePort, storagePort, LOOPBACK + ":" + storagePort, 0);
        }
    }

    private final Seat seat;
    private final Durability durability;

    private CassandraServer(Path directory, Seat seat, Durability durability) {
        super("Cassandra", directory, START_MAX, STOP_MAX);
        this.seat = seat;
        this.durability = durability;
    }

    /** Starts on a free port and waits until it serves CQL. */
    public static CassandraServer start(Path directory, Durability durability) {
        return start(directory, 0, durability);
    }

    /**
     * Starts and waits until it serves CQL.
     *
     * @param port the port for CQL, 0 for a free one
     */
    public static CassandraServer start(Path directory, int port, Durability durability) {
        CassandraServer server = launch(directory, port, durability);
        server.awaitReady();
        return server;
    }

    static CassandraServer launch(Path directory, int port, Durability durability) {
        return launch(directory, Seat.alone(Ports.choose(port, "Cassandra")), durability);
    }

    static CassandraServer launch(Path directory, Seat seat, Durability durability) {
        CassandraServer server = new CassandraServer(directory, seat, durability);
        server.launch();
        return server;
    }

    public int port() {
        return seat.nativePort;
    }

    /** As drivers want it: HOST:PORT. */
    public String contactPoint() {
        return seat.address + ":" + seat.nativePort;
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(seat.address, seat.nativePort);
    }

    /**
     * Runs one statement over a connection of its own, without paging.
     *
     * @return the rows, their cells separated by tabs; only text, int and bigint can be read
     */
    public List<String> ask(String statement) {
        try {
            return Cql.ask(address(), ASK_MAX, statement);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    List<String> command() throws IOException {
        Path java = ServerJdk.java();
        String classPath = ServerClassPath.read();
        Files.createDirectories(directory().resolve("triggers"));
        Files.createDirectories(directory().resolve("tmp"));
        write("cassandra-logback.xml", "logback.xml", Map.of());
        write(
                "cassandra.yaml",
                "cassandra.yaml",
                Map.of(
                        "directory", directory().toString(),
                        "address", seat.address,
                        "nativePort", Integer.toString(seat.nativePort),
                        "storagePort", Integer.toString(seat.storagePort),
                        "seeds", seat.seeds,
                        "token", Long.toString(seat.token),
                        "commitlogSync", durability.commitlogSync));
        Path arguments = write(
                "cassandra.args",
                "cassandra.args",
                Map.of(
                        "directory", directory().toString(),
                        "directoryUri", directory().toUri().getRawPath().replaceAll("/$", ""),
                        "unsafeSystem", Boolean.toString(durability == Durability.THROW_AWAY),
                        "classPath", classPath));
        List<String> command = List.of(java.toString(), "@" + arguments);
        // The archive is asynchronous; it must not take the processor from what its callers wait for.
        return durability == Durability.DURABLE ? OwnSession.steppingBack(command) : command;
    }

    @Override
    boolean answers() {
        return NativeProtocol.answers(address(), OPTIONS_MAX);
    }
}
