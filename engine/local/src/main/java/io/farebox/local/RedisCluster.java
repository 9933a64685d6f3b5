package io.farebox.local;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis Cluster on loopback: three masters with a third of the slots each, and a replica of each.
 *
 * <p>Who is master changes as masters are killed; what is asked here is always asked of the cluster, never remembered.
 */
public final class RedisCluster implements AutoCloseable {
    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;
    private static final int NODE_TIMEOUT_MS = 1_500;
    private static final int KEYS_AT_ONCE = 100;
    private static final Duration SETTLE_MAX = Duration.ofSeconds(60);
    private static final long POLL_NANOS = Duration.ofMillis(20).toNanos();

    private final List<RedisServer> nodes;

    private RedisCluster(List<RedisServer> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /**
     * Starts all nodes on free ports in directories of their own, and waits until the cluster serves and replicates.
     *
     * @param options further words of every node's command line
     */
    public static RedisCluster start(Path directory, RedisServer.Fsync fsync, String... options) {
        List<RedisServer> nodes = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * MASTERS; i++) {
                nodes.add(RedisServer.launch(directory.resolve("redis-" + (i + 1)), 0, fsync, words(options)));
            }
            nodes.forEach(RedisServer::awaitReady);
            RedisCluster cluster = new RedisCluster(nodes);
            cluster.form();
            return cluster;
        } catch (RuntimeException e) {
            nodes.forEach(RedisServer::close);
            throw e;
        }
    }

    private static String[] words(String... options) {
        Stream<String> ours = Stream.of(
                "--cluster-enabled",
                "yes",
                "--cluster-config-file",
                "nodes.conf",
                "--cluster-port",
                Integer.toString(Ports.free()),
                "--cluster-node-timeout",
                Integer.toString(NODE_TIMEOUT_MS),
                // A partition whose master is away does not keep the others from being served.
                "--cluster-require-full-coverage",
                "no",
                "--repl-diskless-sync-delay",
                "0");
        return Stream.concat(ours, Arrays.stream(options)).toArray(String[]::new);
    }

    private void form() {
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).ask("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
        }
        for (int i = 0; i < MASTERS; i++) {
            int from = i * SLOTS / MASTERS;
            int to = (i + 1) * SLOTS / MASTERS - 1;
            nodes.get(i).ask("CLUSTER", "ADDSLOTSRANGE", Integer.toString(from), Integer.toString(to));
        }
        for (RedisServer node : nodes.subList(1, nodes.size())) {
            nodes.get(0).ask("CLUSTER", "MEET", "127.0.0.1", Integer.toString(node.port()), busPort(node));
        }
        await("every node knows all others", () -> nodes.stream().allMatch(this::knowsAll));
        for (int i = 0; i < MASTERS; i++) {
            nodes.get(MASTERS + i).ask("CLUSTER", "REPLICATE", id(nodes.get(i)));
        }
        awaitHealthy();
    }

    private static String busPort(RedisServer node) {
        return Objects.requireNonNull(node.ask("CONFIG", "GET", "cluster-port")).split("\n", -1)[1];
    }

    private boolean knowsAll(RedisServer node) {
        List<View> seen = view(node);
        return seen.size() == nodes.size() && seen.stream().noneMatch(one -> one.is("handshake"));
    }

    /** Waits until all nodes run, each slot has a master, and each master a replica that is connected to it. */
    public void awaitHealthy() {
        await("the cluster is healthy", () -> nodes.stream().allMatch(this::isHealthy));
    }

    private boolean isHealthy(RedisServer node) {
        if (!node.isRunning()) {
            return false;
        }
        try {
            boolean linked = !text(node, "INFO", "replication").contains("master_link_status:down");
            List<View> seen = view(node);
            return linked
                    && text(node, "CLUSTER", "INFO").contains("cluster_state:ok")
                    && seen.stream().noneMatch(one -> one.is("fail") || one.is("fail?"))
                    && seen.stream().filter(one -> one.is("slave")).count() == MASTERS;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** As {@code FAREBOX_REDIS_URI} takes it. */
    public String uri() {
        return nodes.stream().map(RedisServer::uri).collect(Collectors.joining(","));
    }

    /** All nodes, whatever they are now. */
    public List<RedisServer> nodes() {
        return nodes;
    }

    /** The nodes that are masters with slots now, as those that run see it. */
    public List<RedisServer> masters() {
        return seen().stream().filter(View::isMaster).map(this::node).toList();
    }

    /** The master that has a key's slot now. */
    public RedisServer masterOf(String key) {
        int slot = slotOf(key);
        return seen().stream()
                .filter(one -> one.isMaster() && one.has(slot))
                .map(this::node)
                .findFirst()
                .orElseThrow(() -> new LocalException("No master has the slot of " + key + "."));
    }

    /** A replica of a master. */
    public RedisServer replicaOf(RedisServer master) {
        String id = viewOf(master).id;
        return seen().stream()
                .filter(one -> one.master.equals(id))
                .map(this::node)
                .findFirst()
                .orElseThrow(() -> new LocalException("The master at " + master.port() + " has no replica."));
    }

    /** Sends one command to the master of a key. */
    public @Nullable String ask(String key, String... words) {
        return masterOf(key).ask(words);
    }

    /** Waits until another node is master of a key's slot. */
    public void awaitFailover(String key, RedisServer from) {
        await(
                "another node has taken over the slot of " + key,
                () -> !masterOf(key).equals(from));
    }

    /** Moves a key's slot with all its keys to another master, key by key, as an operator does under load. */
    public void move(String key, RedisServer to) {
        RedisServer from = masterOf(key);
        String slot = Integer.toString(slotOf(key));
        to.ask("CLUSTER", "SETSLOT", slot, "IMPORTING", id(from));
        from.ask("CLUSTER", "SETSLOT", slot, "MIGRATING", id(to));
        for (List<String> keys = keysIn(from, slot); !keys.isEmpty(); keys = keysIn(from, slot)) {
            List<String> migrate = new ArrayList<>(
                    List.of("MIGRATE", "127.0.0.1", Integer.toString(to.port()), "", "0", "10000", "KEYS"));
            migrate.addAll(keys);
            from.ask(migrate.toArray(String[]::new));
        }
        // The new owner first: it must not happen that nobody has the slot.
        to.ask("CLUSTER", "SETSLOT", slot, "NODE", id(to));
        from.ask("CLUSTER", "SETSLOT", slot, "NODE", id(to));
        await("the move is known", () -> masterOf(key).equals(to));
    }

    private static List<String> keysIn(RedisServer node, String slot) {
        return text(node, "CLUSTER", "GETKEYSINSLOT", slot, Integer.toString(KEYS_AT_ONCE))
                .lines()
                .filter(key -> !key.isEmpty())
                .toList();
    }

    private int slotOf(String key) {
        return Integer.parseInt(text(running(), "CLUSTER", "KEYSLOT", key));
    }

    private static String id(RedisServer node) {
        return text(node, "CLUSTER", "MYID");
    }

    private RedisServer running() {
        return nodes.stream()
                .filter(RedisServer::isRunning)
                .findFirst()
                .orElseThrow(() -> new LocalException("No node of the cluster runs."));
    }

    private View viewOf(RedisServer node) {
        return seen().stream()
                .filter(one -> one.port == node.port())
                .findFirst()
                .orElseThrow(() -> new LocalException("The cluster does not know the node at " + node.port() + "."));
    }

    private RedisServer node(View one) {
        return nodes.stream()
                .filter(node -> node.port() == one.port)
                .findFirst()
                .orElseThrow();
    }

    /** What the node sees that has heard of the latest change. */
    private List<View> seen() {
        List<View> latest = List.of();
        for (RedisServer node : nodes) {
            if (node.isRunning()) {
                List<View> view = view(node);
                if (epoch(view) > epoch(latest)) {
                    latest = view;
                }
            }
        }
        return latest;
    }

    private static long epoch(List<View> view) {
        return view.stream()
                .filter(View::isMaster)
                .mapToLong(one -> one.epoch)
                .max()
                .orElse(-1);
    }

    private static List<View> view(RedisServer node) {
        return text(node, "CLUSTER", "NODES")
                .lines()
                .filter(line -> !line.isBlank())
                .map(View::of)
                .toList();
    }

    private static String text(RedisServer node, String... words) {
        return Objects.requireNonNullElse(node.ask(words), "");
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + SETTLE_MAX.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadlineNanos) {
                throw new LocalException("Not so within " + SETTLE_MAX.toSeconds() + " s: " + what + ".");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    @Override
    public void close() {
        nodes.forEach(RedisServer::kill);
    }

    /**
     * A node as another one sees it: a line of CLUSTER NODES.
     *
     * @param master the id of its master, - where it is none's replica
     */
    private record View(String id, int port, List<String> flags, String master, long epoch, List<String> slots) {
        static View of(String line) {
            String[] words = line.strip().split(" ", -1);
            String address = words[1].substring(0, words[1].indexOf('@'));
            return new View(
                    words[0],
                    Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)),
                    List.of(words[2].split(",", -1)),
                    words[3],
                    Long.parseLong(words[6]),
                    Arrays.asList(words).subList(8, words.length));
        }

        boolean is(String flag) {
            return flags.contains(flag);
        }

        boolean isMaster() {
            return is("master") && !slots.isEmpty();
        }

        boolean has(int slot) {
            return slots.stream().filter(range -> !range.startsWith("[")).anyMatch(range -> {
                String[] ends = range.split("-", -1);
                return Integer.parseInt(ends[0]) <= slot && slot <= Integer.parseInt(ends[ends.length - 1]);
            });
        }
    }
}
