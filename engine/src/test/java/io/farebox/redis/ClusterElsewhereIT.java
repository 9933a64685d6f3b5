package io.farebox.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.charge.Command;
import io.farebox.charge.Funding;
import io.farebox.charge.Ids;
import io.farebox.charge.Node;
import io.farebox.charge.Window;
import io.farebox.local.RedisCluster;
import io.farebox.local.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** A Redis Cluster whose nodes all have other addresses at once, as pods have after an outage of all. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "other systems have one loopback address")
class ClusterElsewhereIT {
    private static final int PARTITION = 3;
    private static final String BEFORE = "127.0.0.2";
    private static final String AFTER = "127.0.0.1";
    private static final Duration FOUND_MAX = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(50);

    @TempDir
    static Path directory;

    private static RedisCluster cluster;

    @RegisterExtension
    static final OpenStore STORE = new OpenStore(() -> cluster().uri(), word -> {});

    private static synchronized RedisCluster cluster() {
        if (cluster == null) {
            cluster = RedisCluster.start(directory, RedisServer.Fsync.EVERYSEC, "--bind", AFTER + " " + BEFORE);
            announce(BEFORE);
        }
        return cluster;
    }

    private static void announce(String host) {
        tellAll("CONFIG", "SET", "cluster-announce-ip", host);
        long untilNanos = System.nanoTime() + FOUND_MAX.toNanos();
        while (!cluster.nodes().stream().allMatch(node -> announces(node, host))) {
            assertThat(System.nanoTime() - untilNanos).as("all are at " + host).isNegative();
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static void tellAll(String... words) {
        cluster.nodes().forEach(node -> node.ask(words));
    }

    private static boolean announces(RedisServer node, String host) {
        return String.valueOf(node.ask("CLUSTER", "NODES"))
                .lines()
                .filter(line -> !line.isBlank())
                .allMatch(line -> line.contains(" " + host + ":"));
    }

    @Test
    void isFoundByTheNamesItWasGiven() {
        String account = Ids.account(PARTITION, 1);
        STORE.charge(new Command.OpenAccount(account, null, Funding.OWN, Node.UNLIMITED, Window.TOTAL, 0, null));
        assertThat(isThere(account)).isTrue();
        Mono<Void> ping = STORE.store().ping();

        // Nobody answers any more where the masters were, and only then are they told of elsewhere.
        tellAll("CONFIG", "SET", "bind", AFTER);
        tellAll("CLIENT", "KILL", "TYPE", "normal");
        announce(AFTER);

        long untilNanos = System.nanoTime() + FOUND_MAX.toNanos();
        boolean found = false;
        while (!found && System.nanoTime() - untilNanos < 0) {
            found = isThere(account);
        }
        assertThat(found).isTrue();
        // A probe is made once and asked for ever after.
        ping.block(OpenStore.PATIENCE);
    }

    private static boolean isThere(String account) {
        return STORE.balances()
                .nodes(PARTITION, List.of(account))
                .map(nodes -> !nodes.isEmpty())
                .onErrorReturn(false)
                .blockOptional(OpenStore.PATIENCE)
                .orElse(false);
    }
}
