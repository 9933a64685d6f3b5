package io.farebox.relay;

import static io.farebox.relay.Traffic.PATIENCE;
import static io.farebox.relay.Traffic.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.cassandra.CassandraStore;
import io.farebox.cassandra.Keyspaces;
import io.farebox.charge.Command;
import io.farebox.charge.Order;
import io.farebox.charge.RandomCommands;
import io.farebox.charge.State;
import io.farebox.ledger.Archive;
import io.farebox.ledger.Block;
import io.farebox.ledger.JournalStream;
import io.farebox.local.SharedStores;
import io.farebox.metrics.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The relay between a real Redis and a real Cassandra. */
final class RelayIT {
    private static final int DATABASE = 3;
    private static final int PARTITIONS = 16;
    private static final long MUCH_MICRO = 1_000_000_000_000L;

    private static Traffic traffic;
    private static CassandraStore cassandra;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Relay relay = relay("one", cassandra.archive());

    @BeforeAll
    static void open() {
        SharedStores.redis().ask("FLUSHALL");
        traffic = new Traffic(DATABASE);
        cassandra = Keyspaces.open();
    }

    @AfterAll
    static void close() {
        traffic.close();
        Keyspaces.run(cassandra.close());
    }

    @AfterEach
    void stop() {
        relay.stop().block(PATIENCE);
    }

    @Test
    void whatIsJournalledBecomesHistoryAndLeavesTheStream() {
        String account = traffic.account(1, 1, MUCH_MICRO);
        relay.start();
        traffic.singles(1, account, 300);
        relay.drain().block(PATIENCE);

        var page = await(cassandra.history().ledger(account, before(), after(), null, 1000));
        assertThat(page.items()).hasSize(301);
        assertThat(await(cassandra.archive().lastSeq(1)))
                .isEqualTo(await(stream().lastSeq(1)));
        assertThat(await(stream().backlog(1))).isEqualTo(new JournalStream.Backlog(0, 0));
        assertThat(registry.get(Meters.RELAY_STORED.meter()).counter().count())
                .isEqualTo(await(stream().lastSeq(1)).doubleValue());
    }

    @Test
    void theArchivedJournalFoldsToWhatRedisHolds() {
        RandomCommands commands = new RandomCommands(4711, 2);
        relay.start();
        for (int i = 0; i < 100; i++) {
            traffic.run(readable(commands.next()), readable(commands.next()), readable(commands.next()));
        }
        relay.drain().block(PATIENCE);

        State folded = new State();
        Iterable<Block> journal =
                cassandra.archive().blocks(2, 1, Long.MAX_VALUE).toIterable();
        long seq = 0;
        for (Block block : journal) {
            assertThat(block.seq()).isEqualTo(++seq);
            block.entries().forEach(entry -> folded.apply(entry, block.atMs()));
        }
        assertThat(seq).isPositive();
        assertThat(await(traffic.store()
                        .balances()
                        .nodes(2, List.copyOf(folded.nodes().keySet()))))
                .isEqualTo(List.copyOf(folded.nodes().values()));
    }

    @Test
    void failuresAreRetriedUntilTheBlocksAreStored() {
        String account = traffic.account(3, 1, MUCH_MICRO);
        AtomicInteger attempts = new AtomicInteger();
        // Every other attempt is stored, but the answer is lost: the hardest case, because the rows are there already.
        relay = relay(
                "one",
                new Archiving((partition, blocks) -> cassandra
                        .archive()
                        .store(partition, blocks)
                        .then(Mono.defer(() -> attempts.incrementAndGet() % 2 == 1
                                ? Mono.error(new IllegalStateException("the answer is lost"))
                                : Mono.empty()))));
        relay.start();
        traffic.singles(3, account, 200);
        relay.drain().block(PATIENCE);

        assertThat(await(cassandra.history().ledger(account, before(), after(), null, 1000))
                        .items())
                .hasSize(201);
        assertThat(registry.get(Meters.RELAY_FAILURES.meter())
                        .tag("step", "store")
                        .counter()
                        .count())
                .isPositive();
    }

    @Test
    void blocksOfAConsumerThatDiedAreTakenOver() {
        String account = traffic.account(4, 1, MUCH_MICRO);
        traffic.singles(4, account, 100);
        assertThat(await(stream().read(4, "dead", 3))).hasSize(3);

        relay.start();
        relay.drain().block(PATIENCE);

        assertThat(await(cassandra.history().ledger(account, before(), after(), null, 1000))
                        .items())
                .hasSize(101);
    }

    @Test
    void blocksThatWereInFlightAtACrashAreDoneFirstAtTheNextStart() {
        String account = traffic.account(5, 1, MUCH_MICRO);
        traffic.singles(5, account, 100);
        assertThat(await(stream().read(5, "one", 2))).hasSize(2);
        RelaySettings patient = RelaySettings.of("one", PARTITIONS);

        relay = new Relay(stream(), cassandra.archive(), patient, registry, InstantSource.system());
        relay.start();
        relay.drain().block(PATIENCE);

        assertThat(await(cassandra.archive().blocks(5, 1, 100).map(Block::seq).collectList()))
                .startsWith(1L, 2L, 3L);
    }

    @Test
    void aStopInAnOutageIsBoundedAndLosesNothing() {
        String account = traffic.account(6, 1, MUCH_MICRO);
        traffic.singles(6, account, 50);
        AtomicInteger attempts = new AtomicInteger();
        relay = relay("one", new Archiving((partition, blocks) -> {
            attempts.incrementAndGet();
            return Mono.error(new IllegalStateException("the archive is away"));
        }));
        relay.start();
        until(() -> attempts.get() > 2);
        relay.stop().block(PATIENCE);
        assertThat(await(stream().backlog(6)).blocks()).isPositive();

        relay = relay("one", cassandra.archive());
        relay.start();
        relay.drain().block(PATIENCE);
        assertThat(await(cassandra.history().ledger(account, before(), after(), null, 1000))
                        .items())
                .hasSize(51);
    }

    @Test
    void aStopDuringAHangingStoreIsCutOff() {
        traffic.account(7, 1, MUCH_MICRO);
        AtomicInteger attempts = new AtomicInteger();
        relay = relay("one", new Archiving((partition, blocks) -> {
            attempts.incrementAndGet();
            return Mono.never();
        }));
        relay.start();
        until(() -> attempts.get() > 0);
        relay.stop().block(PATIENCE);

        relay = relay("one", cassandra.archive());
        relay.start();
        relay.drain().block(PATIENCE);
        assertThat(await(cassandra.archive().lastSeq(7)))
                .isEqualTo(await(stream().lastSeq(7)));
    }

    @Test
    void lagAndBacklogAreMeasured() {
        traffic.account(8, 1, MUCH_MICRO);
        relay = relay("one", new Archiving((partition, blocks) -> Mono.error(new IllegalStateException("away"))));
        relay.start();
        until(() -> gauge(Meters.RELAY_BACKLOG) > 0 && gauge(Meters.RELAY_LAG) > 0);
        relay.stop().block(PATIENCE);

        SimpleMeterRegistry afterwards = new SimpleMeterRegistry();
        relay = new Relay(stream(), cassandra.archive(), settings("one"), afterwards, InstantSource.system());
        relay.start();
        relay.drain().block(PATIENCE);
        until(() -> afterwards
                        .get(Meters.RELAY_LAG.meter())
                        .tag("partition", "8")
                        .gauge()
                        .value()
                == 0);
    }

    private double gauge(Meters meter) {
        return registry.get(meter.meter()).tag("partition", "8").gauge().value();
    }

    private Relay relay(String consumer, Archive archive) {
        return new Relay(stream(), archive, settings(consumer), registry, InstantSource.system());
    }

    private static RelaySettings settings(String consumer) {
        return RelaySettings.of(consumer, PARTITIONS)
                .withReclaim(Duration.ofMillis(50), Duration.ofMillis(50))
                .withBackoff(Duration.ofMillis(5), Duration.ofMillis(100), Duration.ofSeconds(2));
    }

    private static JournalStream stream() {
        return traffic.store().journal();
    }

    /** The random commands' manifests are noise to the core; here somebody reads them. */
    private static Command readable(Command command) {
        if (!(command instanceof Command.Reserve c)) {
            return command;
        }
        Order o = c.order();
        Order order = new Order(o.count(), o.classes(), o.classMap(), o.totalMicro(), o.label(), new byte[0]);
        return new Command.Reserve(c.record(), c.slot(), c.leaf(), order, c.terms(), c.partial(), c.once());
    }

    private static void until(BooleanSupplier condition) {
        Mono.fromSupplier(condition::getAsBoolean)
                .filter(holds -> holds)
                .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(10)))
                .block(PATIENCE);
    }

    private static Instant before() {
        return Instant.now().minusSeconds(3600);
    }

    private static Instant after() {
        return Instant.now().plusSeconds(3600);
    }

    /** An archive of which only the storing is used. */
    private record Archiving(Storing storing) implements Archive {
        interface Storing {
            Mono<Void> store(int partition, List<Block> blocks);
        }

        @Override
        public Mono<Void> store(int partition, List<Block> blocks) {
            return Mono.defer(() -> storing.store(partition, blocks));
        }

        @Override
        public Mono<Long> lastSeq(int partition) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Flux<Block> blocks(int partition, long fromSeq, long toSeq) {
            throw new UnsupportedOperationException();
        }
    }
}
