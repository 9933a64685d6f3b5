package io.farebox.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farebox.charge.Clause;
import io.farebox.charge.Command;
import io.farebox.charge.Event;
import io.farebox.charge.Funding;
import io.farebox.charge.Ids;
import io.farebox.charge.Node;
import io.farebox.charge.Order;
import io.farebox.charge.Outcome;
import io.farebox.charge.PriceClass;
import io.farebox.charge.Terms;
import io.farebox.charge.Window;
import io.farebox.ledger.Balances;
import io.farebox.ledger.Block;
import io.farebox.ledger.Charger;
import io.farebox.ledger.Links;
import io.farebox.ledger.Unavailable;
import io.farebox.local.RedisCluster;
import io.farebox.local.RedisServer;
import io.farebox.scenario.CommandStage;
import io.farebox.scenario.Scenario;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The scripts and those who call them on a real Redis Cluster: every scenario, and then masters that die, partitions that
 * move, and a replica that takes over with less than was acknowledged.
 */
class RedisClusterIT {
    private static final int PARTITIONS = 16;
    private static final int PARTITION = 3;
    private static final int SENDS = 4_000;
    private static final long CREDIT = 1_000_000;
    private static final String STATE = "fb:{03}:state";
    /** Two engines of two event loops each. */
    private static final int CHARGERS = 4;

    @TempDir
    static Path directory;

    private static RedisCluster cluster;
    private static MultiThreadIoEventLoopGroup loops;

    @RegisterExtension
    static final OpenStore STORE = new OpenStore(() -> cluster().uri(), RedisClusterIT::tellMasters);

    private static synchronized RedisCluster cluster() {
        if (cluster == null) {
            cluster = RedisCluster.start(directory, RedisServer.Fsync.EVERYSEC);
        }
        return cluster;
    }

    private static void tellMasters(String word) {
        cluster().masters().forEach(master -> master.ask(word.split(" ")));
    }

    @BeforeAll
    static void startLoops() {
        loops = new MultiThreadIoEventLoopGroup(CHARGERS, NioIoHandler.newFactory());
    }

    @AfterAll
    static void stop() {
        loops.shutdownGracefully();
        cluster.close();
    }

    static Stream<Scenario> scenarios() {
        return Scenario.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void comesOutAsWritten(Scenario scenario) {
        STORE.empty();
        scenario.play(new CommandStage(
                PARTITION,
                (command, nowMs) -> {
                    STORE.setNowMs(nowMs);
                    return STORE.charge(command);
                },
                id -> STORE.balances()
                        .nodes(PARTITION, List.of(id))
                        .block(OpenStore.PATIENCE)
                        .get(0),
                account -> STORE.balances().pool(account).block(OpenStore.PATIENCE)));
    }

    @Test
    void whatNoPartitionOwnsIsFoundAgain() {
        STORE.empty();
        List<Links.Link> links = IntStream.range(0, 50)
                .mapToObj(i -> new Links.Link("carrier-" + i, "message-" + i))
                .toList();
        STORE.store().links().put("c1", links, Duration.ofMinutes(1)).block(OpenStore.PATIENCE);
        assertThat(STORE.store()
                        .links()
                        .messages(
                                "c1", links.stream().map(Links.Link::carrierId).toList())
                        .block(OpenStore.PATIENCE))
                .hasSize(50)
                .containsEntry("carrier-7", "message-7");
    }

    @Test
    void scriptsThatAMasterDoesNotHaveAreLoaded() {
        STORE.empty();
        tellMasters("FUNCTION FLUSH");
        String account = Ids.account(PARTITION, 1);
        assertThat(STORE.balances().nodes(PARTITION, List.of(account)).block(OpenStore.PATIENCE))
                .isEmpty();
        tellMasters("FUNCTION FLUSH");
        STORE.charge(open(PARTITION));
        assertThat(STORE.balances().nodes(PARTITION, List.of(account)).block(OpenStore.PATIENCE))
                .hasSize(1);
    }

    @Test
    void aBurstGoesOnWhenAMasterDies() throws InterruptedException {
        try (Engines engines = new Engines(new Replication(1, 500))) {
            Burst burst = engines.burst();
            burst.third.await();
            RedisServer master = cluster.masterOf(STATE);
            master.kill();
            cluster.awaitFailover(STATE, master);
            // Until it is back as a replica, nobody has what is answered but the new master.
            master.restart();
            burst.mustBeExact();
            engines.journalIsGapless();
            cluster.awaitHealthy();
        }
    }

    @Test
    void aBurstGoesOnWhileAPartitionMoves() throws InterruptedException {
        try (Engines engines = new Engines(Replication.NONE)) {
            Burst burst = engines.burst();
            burst.third.await();
            RedisServer from = cluster.masterOf(STATE);
            RedisServer to = cluster.masters().stream()
                    .filter(other -> !other.equals(from))
                    .findFirst()
                    .orElseThrow();
            cluster.move(STATE, to);
            burst.mustBeExact();
            engines.journalIsGapless();
            cluster.move(STATE, from);
            assertThat(engines.reserve(0, PARTITION).block(OpenStore.PATIENCE)).isInstanceOf(Outcome.Reserved.class);
        }
    }

    @Test
    void aReplicaThatLacksWhatWasAcknowledgedIsRefused() throws InterruptedException {
        try (Engines engines = new Engines(Replication.NONE)) {
            RedisServer master = cluster.masterOf(STATE);
            RedisServer replica = cluster.replicaOf(master);
            replica.kill();
            assertThat(engines.reserve(0, PARTITION).block(OpenStore.PATIENCE)).isInstanceOf(Outcome.Reserved.class);
            master.kill();
            replica.restart();
            replica.ask("CLUSTER", "FAILOVER", "TAKEOVER");
            cluster.awaitFailover(STATE, master);
            assertThatThrownBy(() -> engines.reserve(0, PARTITION).block(OpenStore.PATIENCE))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("must be rebuilt");
            assertThat(engines.stores.get(0).fences().isFenced(PARTITION)).isTrue();
            assertThatThrownBy(() -> engines.reserve(1, PARTITION).block(OpenStore.PATIENCE))
                    .as("the engine that has missed nothing")
                    .isInstanceOf(Unavailable.class);
            assertThat(engines.reserve(0, elsewhere(replica)).block(OpenStore.PATIENCE))
                    .isInstanceOf(Outcome.Reserved.class);
            master.restart();
            cluster.awaitHealthy();
        }
    }

    /** A partition that another master holds. */
    private static int elsewhere(RedisServer master) {
        return IntStream.range(0, PARTITIONS)
                .filter(p -> !cluster.masterOf("fb:{0" + Ids.base32(p, 1) + "}:state")
                        .equals(master))
                .findFirst()
                .orElseThrow();
    }

    private static Command.OpenAccount open(int partition) {
        return new Command.OpenAccount(
                Ids.account(partition, 1), null, Funding.OWN, Node.UNLIMITED, Window.TOTAL, 0, null);
    }

    /** Two engines on the cluster, with an account that lacks nothing in each partition. */
    private static final class Engines implements AutoCloseable {
        final List<RedisStore> stores;
        private final List<Charger> chargers;

        Engines(Replication replication) {
            tellMasters("FLUSHALL");
            RedisSettings settings = new RedisSettings(
                    cluster.uri(), PARTITIONS, 256, 1 << 20, 2, 2, 10_000, 30_000, 30_000, 30_000, replication);
            stores = Stream.generate(() -> RedisStore.open(settings).block(OpenStore.PATIENCE))
                    .limit(2)
                    .toList();
            chargers = IntStream.range(0, CHARGERS)
                    .mapToObj(i -> stores.get(i % 2).charger(loops.next()).block(OpenStore.PATIENCE))
                    .toList();
            for (int p = 0; p < PARTITIONS; p++) {
                chargers.get(0).charge(open(p)).block(OpenStore.PATIENCE);
                chargers.get(0)
                        .charge(new Command.Grant(
                                Ids.account(p, 1), "g", 10_000_000 * CREDIT, Long.MAX_VALUE >> 12, false, "", "", null))
                        .block(OpenStore.PATIENCE);
            }
        }

        Mono<Outcome> reserve(int charger, int partition) {
            Order order = new Order(1, List.of(new PriceClass("DE", 1, CREDIT)), new byte[0], CREDIT, "", new byte[8]);
            Terms terms = new Terms(
                    new Clause(
                            System.currentTimeMillis() + 1_000_000,
                            Clause.OnDeadline.CONFIRM,
                            Clause.LateDelivery.CHARGE),
                    0);
            String account = Ids.account(partition, 1);
            return chargers.get(charger)
                    .reserve(account, new Command.Reserve("", 0, account, order, terms, false, null));
        }

        /** A send, and in one of two cases the report that it was delivered. */
        private Mono<Outcome> sendAndReport(int i) {
            int charger = i % CHARGERS;
            return reserve(charger, i % PARTITIONS).flatMap(outcome -> {
                Outcome.Reserved held = (Outcome.Reserved) outcome;
                return i / PARTITIONS % 2 == 0
                        ? Mono.just(outcome)
                        : chargers.get(charger)
                                .charge(new Command.Settle(held.record(), held.slot(), 0, Event.DELIVERED, "", true));
            });
        }

        Burst burst() {
            Burst burst = new Burst(this);
            Flux.range(0, SENDS)
                    .flatMap(this::sendAndReport, 128)
                    .doOnNext(outcome -> burst.answered())
                    .doOnError(failure -> burst.failure = failure)
                    .doFinally(end -> burst.done.countDown())
                    .subscribe(outcome -> {}, failure -> {});
            return burst;
        }

        void journalIsGapless() {
            for (int p = 0; p < PARTITIONS; p++) {
                List<Long> seqs = stores.get(0).liveState().blocks(p, 1, 100_000).block(OpenStore.PATIENCE).stream()
                        .map(Block::seq)
                        .toList();
                assertThat(seqs)
                        .isEqualTo(IntStream.rangeClosed(1, seqs.size())
                                .mapToObj(Long::valueOf)
                                .toList());
                assertThat(stores.get(1).journal().lastSeq(p).block(OpenStore.PATIENCE))
                        .isEqualTo(seqs.size());
            }
        }

        @Override
        public void close() {
            stores.forEach(store -> store.close().block(OpenStore.PATIENCE));
        }
    }

    /** Sends and reports on every partition, of which each is answered, however often it was asked. */
    private static final class Burst {
        final CountDownLatch third = new CountDownLatch(SENDS / 3);
        final CountDownLatch done = new CountDownLatch(1);
        private final AtomicInteger answers = new AtomicInteger();
        private final Engines engines;
        private volatile Throwable failure;

        Burst(Engines engines) {
            this.engines = engines;
        }

        private void answered() {
            answers.incrementAndGet();
            third.countDown();
        }

        void mustBeExact() throws InterruptedException {
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(failure).isNull();
            assertThat(answers).hasValue(SENDS);
            Balances balances = engines.stores.get(1).balances();
            for (int p = 0; p < PARTITIONS; p++) {
                var balance = balances.nodes(p, List.of(Ids.account(p, 1)))
                        .block(OpenStore.PATIENCE)
                        .get(0)
                        .balance();
                assertThat(balance.confirmedMicro()).isEqualTo(SENDS / PARTITIONS / 2 * CREDIT);
                assertThat(balance.reservedMicro() + balance.confirmedMicro()).isEqualTo(SENDS / PARTITIONS * CREDIT);
            }
        }
    }
}
