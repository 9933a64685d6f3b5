package io.farebox.audit;

import io.farebox.cassandra.CassandraSettings;
import io.farebox.cassandra.CassandraStore;
import io.farebox.cassandra.Keyspaces;
import io.farebox.charge.Clause;
import io.farebox.charge.Command;
import io.farebox.charge.Funding;
import io.farebox.charge.Ids;
import io.farebox.charge.Node;
import io.farebox.charge.Once;
import io.farebox.charge.Order;
import io.farebox.charge.Outcome;
import io.farebox.charge.PriceClass;
import io.farebox.charge.Terms;
import io.farebox.charge.Window;
import io.farebox.ledger.Charger;
import io.farebox.local.RedisServer;
import io.farebox.redis.RedisSettings;
import io.farebox.redis.RedisStore;
import io.farebox.redis.Replication;
import io.farebox.relay.Relay;
import io.farebox.relay.RelaySettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A whole engine without HTTP, on a Redis of its own and a keyspace of its own, with an auditor beside it. */
final class Site implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(1);
    static final int PARTITIONS = 8;
    static final long CREDIT = 1_000_000;
    private static final long DAY_MS = 86_400_000;

    final RedisServer redis;
    final CassandraSettings keyspace = Keyspaces.fresh();
    final CassandraStore cassandra = await(CassandraStore.open(keyspace, Keyspaces.BOX));
    final RedisStore store;
    final Charger charger;
    final Relay relay;
    final AtomicLong nowMs = new AtomicLong(System.currentTimeMillis());
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = loops.next();

    Site(Path directory) {
        redis = RedisServer.start(directory, RedisServer.Fsync.EVERYSEC);
        RedisSettings settings = new RedisSettings(
                redis.uri(), PARTITIONS, 256, 1 << 20, 2, 2, 10_000, 1_000, 4_000, 5_000, Replication.NONE);
        store = await(RedisStore.open(settings, nowMs::get));
        charger = await(store.charger(loop));
        relay = new Relay(
                store.journal(),
                cassandra.archive(),
                RelaySettings.of("site", PARTITIONS),
                new SimpleMeterRegistry(),
                InstantSource.system());
    }

    Auditor auditor(long snapshotEveryBlocks) {
        return new Auditor(
                store.liveState(),
                cassandra.archive(),
                cassandra.history(),
                cassandra.snapshots(),
                AuditSettings.thorough(snapshotEveryBlocks),
                () -> Instant.ofEpochMilli(nowMs.get()));
    }

    EventLoop loop() {
        return loop;
    }

    /** Opens a root account and gives it credits. */
    String account(int partition, long number, long credits) {
        String account = Ids.account(partition, number);
        run(
                new Command.OpenAccount(account, null, Funding.OWN, Node.UNLIMITED, Window.TOTAL, 0, null),
                new Command.Grant(account, "g1", credits * CREDIT, nowMs.get() + 100 * DAY_MS, false, "", "", null));
        return account;
    }

    /** Sends to that many recipients, and says under which record. */
    String send(int partition, String account, int recipients) {
        Command.Reserve reserve = reserve(partition, account, recipients, null);
        Outcome outcome = await(charger.charge(reserve));
        if (!(outcome instanceof Outcome.Reserved)) {
            throw new AssertionError(outcome.toString());
        }
        return reserve.record();
    }

    /** A send to that many recipients at one credit each. */
    Command.Reserve reserve(int partition, String account, int recipients, @Nullable Once once) {
        Order order = new Order(
                recipients,
                List.of(new PriceClass("DE", 1, CREDIT)),
                new byte[0],
                recipients * CREDIT,
                "label",
                new byte[0]);
        Terms terms = new Terms(
                new Clause(nowMs.get() + 3 * DAY_MS, Clause.OnDeadline.CONFIRM, Clause.LateDelivery.CHARGE), 0);
        return new Command.Reserve(charger.newRecord(partition), 0, account, order, terms, false, once);
    }

    void run(Command... commands) {
        await(Flux.fromArray(commands)
                .flatMapSequential(charger::charge, commands.length, 1)
                .subscribeOn(Schedulers.fromExecutor(loop))
                .collectList());
    }

    Node node(String id) {
        return await(store.balances().nodes(Ids.partitionOf(id), List.of(id))).get(0);
    }

    static <T> T await(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE));
    }

    static void until(BooleanSupplier condition) {
        Mono.fromSupplier(condition::getAsBoolean)
                .filter(holds -> holds)
                .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(10)))
                .block(PATIENCE);
    }

    @Override
    public void close() {
        relay.stop().block(PATIENCE);
        store.close().block(PATIENCE);
        cassandra.close().block(PATIENCE);
        loops.shutdownGracefully().syncUninterruptibly();
        redis.close();
    }
}
