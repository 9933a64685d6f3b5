package io.farebox.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farebox.charge.Balance;
import io.farebox.charge.Clause;
import io.farebox.charge.Command;
import io.farebox.charge.Funding;
import io.farebox.charge.Ids;
import io.farebox.charge.Node;
import io.farebox.charge.Order;
import io.farebox.charge.Outcome;
import io.farebox.charge.PriceClass;
import io.farebox.charge.Terms;
import io.farebox.charge.Window;
import io.farebox.ledger.Block;
import io.farebox.ledger.Charger;
import io.farebox.ledger.Unavailable;
import io.farebox.local.RedisServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** What commands come to when Redis dies, hangs, forgets its scripts, or hears a call twice: never a double effect. */
class RedisFaultsIT {
    private static final int PARTITION = 2;
    private static final String ACCOUNT = Ids.account(PARTITION, 1);
    private static final long CREDIT = 1_000_000;

    @TempDir
    static Path directory;

    private static RedisServer server;

    @RegisterExtension
    static final OpenStore STORE = new OpenStore(RedisFaultsIT::server);

    private static synchronized RedisServer server() {
        if (server == null) {
            server = RedisServer.start(directory, RedisServer.Fsync.ALWAYS);
        }
        return server;
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void openAccount() {
        STORE.empty();
        STORE.setNowMs(System.currentTimeMillis());
        STORE.charge(new Command.OpenAccount(ACCOUNT, null, Funding.OWN, Node.UNLIMITED, Window.TOTAL, 0, null));
        STORE.charge(new Command.Grant(ACCOUNT, "g1", 1_000_000 * CREDIT, Long.MAX_VALUE >> 12, false, "", "", null));
    }

    @Test
    void scriptsThatAreForgottenAreLoadedAgain() {
        server().ask("FUNCTION", "FLUSH");
        assertThat(reserve().block(OpenStore.PATIENCE)).isInstanceOf(Outcome.Reserved.class);
    }

    @Test
    void everythingAcknowledgedSurvivesAKill() throws InterruptedException {
        int sends = 3000;
        AtomicInteger acknowledged = new AtomicInteger();
        CountDownLatch third = new CountDownLatch(sends / 3);
        CountDownLatch done = new CountDownLatch(1);
        Flux.range(0, sends)
                .flatMap(i -> reserve(), 64)
                .doOnNext(outcome -> {
                    acknowledged.incrementAndGet();
                    third.countDown();
                })
                .doFinally(end -> done.countDown())
                .subscribe();
        assertThat(third.await(30, TimeUnit.SECONDS)).isTrue();
        server().kill();
        server().restart();
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(acknowledged).hasValue(sends);
        assertThat(balance().reservedMicro()).isEqualTo(sends * CREDIT);
    }

    @Test
    void anAnswerThatIsLostOnTheWayIsAskedForAgain() throws IOException {
        try (CutLine line = new CutLine(URI.create(server().uri()).getPort())) {
            RedisStore store = RedisStore.open(RedisSettings.of(line.uri()), System::currentTimeMillis)
                    .block(OpenStore.PATIENCE);
            Charger charger = store.charger(STORE.loop()).block(OpenStore.PATIENCE);
            for (int i = 0; i < 10; i++) {
                line.cutNextAnswer();
                assertThat(reserve(charger).block(OpenStore.PATIENCE)).isInstanceOf(Outcome.Reserved.class);
                assertThat(reserve(charger).block(OpenStore.PATIENCE)).isInstanceOf(Outcome.Reserved.class);
            }
            store.close().block(OpenStore.PATIENCE);
        }
        assertThat(balance().reservedMicro()).isEqualTo(20 * CREDIT);
    }

    /** What of an answer had arrived before the connection broke must not be taken for a part of the next one. */
    @Test
    void anAnswerThatBreaksOffInTheMiddleIsHeardFromItsBeginningAgain() throws IOException {
        try (CutLine line = new CutLine(URI.create(server().uri()).getPort())) {
            RedisStore store = RedisStore.open(RedisSettings.of(line.uri()), System::currentTimeMillis)
                    .block(OpenStore.PATIENCE);
            Charger charger = store.charger(STORE.loop()).block(OpenStore.PATIENCE);
            assertThat(reserve(charger).block(OpenStore.PATIENCE)).isInstanceOf(Outcome.Reserved.class);
            line.cutNextAnswerAfter(700);
            List<Outcome> outcomes = Flux.range(1, 40)
                    .flatMapSequential(i -> charger.reserve(ACCOUNT, reservation(i * CREDIT)), 40)
                    .subscribeOn(Schedulers.fromExecutor(STORE.loop()))
                    .collectList()
                    .block(OpenStore.PATIENCE);
            assertThat(line.hasCut()).isTrue();
            long reservedMicro = CREDIT;
            for (int i = 0; i < outcomes.size(); i++) {
                reservedMicro += (i + 1) * CREDIT;
                assertThat(((Outcome.Reserved) outcomes.get(i)).balance().reservedMicro())
                        .as("after send %s", i)
                        .isEqualTo(reservedMicro);
            }
            store.close().block(OpenStore.PATIENCE);
        }
    }

    @Test
    void aJournalThatBreaksOffInTheMiddleIsReadFromThatBlockAgain() throws IOException {
        Flux.range(0, 20).concatMap(i -> reserve()).blockLast(OpenStore.PATIENCE);
        try (CutLine line = new CutLine(URI.create(server().uri()).getPort())) {
            RedisStore store = RedisStore.open(RedisSettings.of(line.uri()), System::currentTimeMillis)
                    .block(OpenStore.PATIENCE);
            line.cutNextAnswerAfter(1_500);
            List<Block> read = store.journal()
                    .read(PARTITION, "cut", 100)
                    .onErrorReturn(List.of())
                    .block(OpenStore.PATIENCE);
            List<Block> pending = store.journal().pending(PARTITION, "cut", 100).block(OpenStore.PATIENCE);
            List<Block> all = ((RedisJournal) STORE.store().journal())
                    .range(PARTITION, 1, 100)
                    .block(OpenStore.PATIENCE);
            assertThat(line.hasCut()).isTrue();
            assertThat(pending).usingRecursiveComparison().isEqualTo(all);
            assertThat(read).as("what could not be read is no block").isSubsetOf(all);
            store.close().block(OpenStore.PATIENCE);
        }
    }

    @Test
    void aRedisThatIsLoadingSaysNothingOfWhatItDidBefore() throws IOException {
        try (CutLine line = new CutLine(URI.create(server().uri()).getPort())) {
            RedisStore store = RedisStore.open(RedisSettings.of(line.uri()), System::currentTimeMillis)
                    .block(OpenStore.PATIENCE);
            Charger charger = store.charger(STORE.loop()).block(OpenStore.PATIENCE);
            Outcome.Reserved before = (Outcome.Reserved) reserve(charger).block(OpenStore.PATIENCE);
            line.cutNextAnswerAndLoad();
            Outcome.Reserved first = (Outcome.Reserved) reserve(charger).block(OpenStore.PATIENCE);
            Outcome.Reserved second = (Outcome.Reserved) reserve(charger).block(OpenStore.PATIENCE);
            assertThat(List.of(before.balance(), first.balance(), second.balance()))
                    .extracting(Balance::reservedMicro)
                    .containsExactly(CREDIT, 2 * CREDIT, 3 * CREDIT);
            store.close().block(OpenStore.PATIENCE);
        }
        assertThat(balance().reservedMicro()).isEqualTo(3 * CREDIT);
    }

    /** Also when the clock goes back meanwhile. */
    @Test
    void aHangIsToldInTimeAndItsCommandHappensOnce() {
        server().suspend();
        STORE.setNowMs(System.currentTimeMillis());
        Duration patience = Duration.ofSeconds(8);
        assertThatThrownBy(() -> reserve()
                        .doOnSubscribe(s -> STORE.loop()
                                .schedule(
                                        () -> STORE.setNowMs(System.currentTimeMillis() - 3_600_000),
                                        200,
                                        TimeUnit.MILLISECONDS))
                        .block(patience))
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        e -> assertThat(e.reason()).isEqualTo(Unavailable.Cause.PARTITION_UNAVAILABLE));
        server().resume();
        // Until the call that hung is answered, others would wait too long and are told so.
        Retry whenToldTo = Retry.fixedDelay(100, Duration.ofMillis(50)).filter(Unavailable.class::isInstance);
        assertThat(Mono.defer(RedisFaultsIT::reserve).retryWhen(whenToldTo).block(OpenStore.PATIENCE))
                .isInstanceOf(Outcome.Reserved.class);
        assertThat(balance().reservedMicro()).isEqualTo(2 * CREDIT);
    }

    @Test
    void aReadOfARedisThatHangsIsAFailureThatCallersKnow() {
        server().suspend();
        try {
            assertThatThrownBy(RedisFaultsIT::balance).isInstanceOf(Unavailable.class);
        } finally {
            server().resume();
        }
        assertThat(balance().reservedMicro()).isZero();
    }

    @Test
    void moreThanMayWaitIsRefusedAtOnce() {
        server().suspend();
        int max = RedisSettings.of("").queueMax();
        AtomicInteger refused = new AtomicInteger();
        Flux<Outcome> flood = Flux.range(0, max + 500)
                .flatMap(
                        i -> reserve().onErrorResume(Unavailable.class, e -> {
                            if (e.reason() == Unavailable.Cause.OVERLOADED && refused.incrementAndGet() == 1) {
                                server().resume();
                            }
                            return Mono.empty();
                        }),
                        max + 500);
        long accepted = flood.count().block(OpenStore.PATIENCE);
        assertThat(refused.get()).isPositive();
        assertThat(accepted).isPositive();
        // On a slow machine some have waited for too long by then, and of a call's it is not known what became of them.
        assertThat(balance().reservedMicro()).isBetween(accepted * CREDIT, (max + 500 - refused.get()) * CREDIT);
    }

    @Test
    void aCallThatIsHeardTwiceIsAnsweredTwiceAndDoneOnce() {
        Batch batch = new Batch(new PartitionKeys(PARTITION));
        batch.add(new Command.Reserve(Ids.record(PARTITION, 9, 9), 0, ACCOUNT, order(CREDIT), terms(), false, null));
        RawCalls calls = new RawCalls(server());
        List<Object> first = calls.charge(batch, 1);
        assertThat(calls.charge(batch, 1)).usingRecursiveComparison().isEqualTo(first);
        assertThat(balance().reservedMicro()).isEqualTo(CREDIT);
        Batch next = new Batch(new PartitionKeys(PARTITION)).add(new Command.Sweep(Ids.record(PARTITION, 9, 9)));
        assertThat(calls.charge(next, 2)).hasSize(1);
        assertThat(calls.word(batch, 1)).isEqualTo("STALE");
        assertThat(balance().reservedMicro()).isEqualTo(CREDIT);
        assertThat(calls.word(batch, 4)).isEqualTo("FENCED");
        assertThat(calls.word(next, 3))
                .as("what one has missed is refused to all")
                .isEqualTo("FENCED");
        calls.close();
    }

    /** As while engines are replaced: each calls the scripts that it came with, on the same data. */
    @Test
    void twoVersionsOfTheScriptsWorkSideBySide() {
        ScriptLibrary other = new ScriptLibrary(ScriptLibrary.text() + "-- of another version\n");
        assertThat(other.function("charge")).isNotEqualTo(new ScriptLibrary().function("charge"));
        try (RawCalls calls = new RawCalls(server(), "other", other)) {
            for (int i = 0; i < 10; i++) {
                Outcome ours = reserve().block(OpenStore.PATIENCE);
                assertThat(((Outcome.Reserved) ours).balance().reservedMicro()).isEqualTo((2 * i + 1) * CREDIT);
                Batch batch = new Batch(new PartitionKeys(PARTITION));
                String record = Ids.record(PARTITION, 9, i);
                batch.add(new Command.Reserve(record, 0, ACCOUNT, order(CREDIT), terms(), false, null));
                assertThat(calls.charge(batch, i + 1)).hasSize(1);
                assertThat(balance().reservedMicro()).isEqualTo((2 * i + 2) * CREDIT);
            }
        }
    }

    private static Mono<Outcome> reserve() {
        return reserve(STORE.charger());
    }

    private static Mono<Outcome> reserve(Charger charger) {
        return charger.reserve(ACCOUNT, reservation(CREDIT));
    }

    private static Command.Reserve reservation(long creditsMicro) {
        return new Command.Reserve("", 0, ACCOUNT, order(creditsMicro), terms(), false, null);
    }

    private static Order order(long creditsMicro) {
        return new Order(1, List.of(new PriceClass("DE", 1, creditsMicro)), new byte[0], creditsMicro, "", new byte[8]);
    }

    private static Terms terms() {
        return new Terms(
                new Clause(
                        System.currentTimeMillis() + 1_000_000, Clause.OnDeadline.CONFIRM, Clause.LateDelivery.CHARGE),
                0);
    }

    private static Balance balance() {
        return STORE.balances()
                .nodes(PARTITION, List.of(ACCOUNT))
                .block(OpenStore.PATIENCE)
                .get(0)
                .balance();
    }
}
