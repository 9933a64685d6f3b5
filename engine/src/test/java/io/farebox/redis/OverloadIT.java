package io.farebox.redis;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.farebox.ledger.Charger;
import io.farebox.ledger.Unavailable;
import io.farebox.local.RedisServer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** More comes than Redis does: who waits for whom, who is refused, and how soon. */
class OverloadIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PARTITION = 3;
    private static final String HOT = Ids.account(PARTITION, 1);
    private static final String SMALL = Ids.account(PARTITION, 2);
    private static final int QUEUE_MAX = 20_000;
    private static final int SMALL_SENDS = 150;
    private static final int SMALL_EVERY_MS = 20;
    private static final int SMALL_P99_MAX_MS = 1_000;
    private static final int WAIT_MAX_MS = 200;

    @TempDir
    static Path directory;

    private static RedisServer server;
    private static MultiThreadIoEventLoopGroup loops;
    private static EventLoop loop;

    /** What becomes of a customer's sends: milliseconds of those that were held, and how many were refused. */
    private static final class Fate {
        final List<Double> heldMs = Collections.synchronizedList(new ArrayList<>());
        final List<Double> refusedMs = Collections.synchronizedList(new ArrayList<>());

        void send(Charger charger, String account) {
            long beganNanos = System.nanoTime();
            reserve(charger, account)
                    .subscribe(
                            held -> heldMs.add(sinceMs(beganNanos)),
                            failure -> refusedMs.add(reason(failure) == null ? Double.MAX_VALUE : sinceMs(beganNanos)));
        }

        private static Unavailable.Cause reason(Throwable failure) {
            return failure instanceof Unavailable unavailable ? unavailable.reason() : null;
        }

        private static double sinceMs(long beganNanos) {
            return (System.nanoTime() - beganNanos) / 1e6;
        }
    }

    private static double at(double share, List<Double> values) {
        synchronized (values) {
            List<Double> sorted = values.stream().sorted().toList();
            return sorted.get((int) Math.min(sorted.size() - 1L, (long) (share * sorted.size())));
        }
    }

    @BeforeAll
    static void start() {
        server = RedisServer.start(directory, RedisServer.Fsync.EVERYSEC);
        loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        loop = loops.next();
    }

    @AfterAll
    static void stop() {
        loops.shutdownGracefully();
        server.close();
    }

    private static RedisStore open(int sendWaitMaxMs) {
        server.ask("FLUSHALL");
        RedisStore store = RedisStore.open(
                        new RedisSettings(
                                server.uri(),
                                16,
                                256,
                                1 << 20,
                                2,
                                2,
                                QUEUE_MAX,
                                sendWaitMaxMs,
                                30_000,
                                30_000,
                                Replication.NONE),
                        System::currentTimeMillis)
                .block(PATIENCE);
        Charger charger = store.charger(loop).block(PATIENCE);
        for (String account : List.of(HOT, SMALL)) {
            charger.charge(new Command.OpenAccount(account, null, Funding.OWN, Node.UNLIMITED, Window.TOTAL, 0, null))
                    .block(PATIENCE);
            charger.charge(new Command.Grant(account, "g1", 1L << 50, Long.MAX_VALUE >> 12, false, "", "", null))
                    .block(PATIENCE);
        }
        return store;
    }

    private static Mono<Outcome> reserve(Charger charger, String account) {
        Order order = new Order(1, List.of(new PriceClass("DE", 1, 1)), new byte[0], 1, "", new byte[8]);
        Terms terms = new Terms(
                new Clause(
                        System.currentTimeMillis() + 10_000_000, Clause.OnDeadline.CONFIRM, Clause.LateDelivery.CHARGE),
                0);
        return charger.reserve(account, new Command.Reserve("", 0, account, order, terms, false, null));
    }

    @Test
    void aSmallCustomerDoesNotWaitForAHotOne() throws Exception {
        RedisStore store = open(30_000);
        Charger charger = store.charger(loop).block(PATIENCE);
        Fate hot = new Fate();
        Fate small = new Fate();
        AtomicLong left = new AtomicLong(SMALL_SENDS);
        CompletableFuture<Void> done = new CompletableFuture<>();
        // The flood takes no notice of answers: every few milliseconds it goes on until it is refused.
        var flood = loop.scheduleWithFixedDelay(() -> flood(charger, hot), 0, 5, TimeUnit.MILLISECONDS);
        var trickle = loop.scheduleWithFixedDelay(
                () -> {
                    if (left.getAndDecrement() > 0) {
                        small.send(charger, SMALL);
                    } else {
                        done.complete(null);
                    }
                },
                500,
                SMALL_EVERY_MS,
                TimeUnit.MILLISECONDS);
        done.get(60, TimeUnit.SECONDS);
        flood.cancel(false);
        trickle.cancel(false);
        store.close().block(PATIENCE);
        assertThat(hot.refusedMs).isNotEmpty();
        assertThat(small.refusedMs).isEmpty();
        assertThat(small.heldMs).hasSize(SMALL_SENDS);
        String seen = "held of the hot one %d, p50 %.0f ms; of the small one p50 %.1f ms, p99 %.1f ms"
                .formatted(hot.heldMs.size(), at(0.5, hot.heldMs), at(0.5, small.heldMs), at(0.99, small.heldMs));
        assertThat(at(0.5, small.heldMs)).as(seen).isLessThan(at(0.5, hot.heldMs) / 2);
        assertThat(at(0.99, small.heldMs)).as(seen).isLessThan(SMALL_P99_MAX_MS);
    }

    private static void flood(Charger charger, Fate hot) {
        int refused = hot.refusedMs.size();
        for (int i = 0; i < QUEUE_MAX && hot.refusedMs.size() == refused; i++) {
            hot.send(charger, HOT);
        }
    }

    @Test
    void whatWouldWaitForTooLongIsRefusedAtOnceAndReportsAreTaken() {
        RedisStore store = open(WAIT_MAX_MS);
        Charger charger = store.charger(loop).block(PATIENCE);
        Outcome.Reserved held = (Outcome.Reserved) reserve(charger, SMALL).block(PATIENCE);
        server.suspend();
        Fate fate = new Fate();
        untilRefused(charger, fate);
        for (int i = 0; i < 500; i++) {
            fate.send(charger, SMALL);
        }
        CompletableFuture<Outcome> report = charger.charge(
                        new Command.Settle(held.record(), held.slot(), 0, Event.DELIVERED, "delivered", true))
                .toFuture();
        await(() -> fate.refusedMs.size() >= 501);
        assertThat(at(0.99, fate.refusedMs)).isLessThan(WAIT_MAX_MS);
        assertThat(report).isNotDone();
        server.resume();
        assertThat(report.orTimeout(30, TimeUnit.SECONDS).join()).isInstanceOf(Outcome.Settled.class);
        assertThat(reserve(charger, SMALL).block(PATIENCE)).isInstanceOf(Outcome.Reserved.class);
        store.close().block(PATIENCE);
    }

    /** Sends one after the other, without waiting for answers, until one is refused. */
    private static void untilRefused(Charger charger, Fate fate) {
        await(() -> {
            if (fate.refusedMs.isEmpty()) {
                fate.send(charger, SMALL);
            }
            return !fate.refusedMs.isEmpty();
        });
    }

    private static void await(BooleanSupplier condition) {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(endNanos);
            LockSupport.parkNanos(2_000_000);
        }
    }
}
