package io.farebox.audit;

import static io.farebox.audit.Site.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.charge.Command;
import io.farebox.charge.Order;
import io.farebox.charge.RandomCommands;
import io.farebox.metrics.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What the journal says is what there is; and what somebody changed behind its back is named. */
class AuditIT {
    private static final long NEVER = 1L << 40;

    @TempDir
    static Path directory;

    private static Site site;

    @BeforeAll
    static void open() {
        site = new Site(directory);
        site.relay.start();
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void randomSequencesAreClean() {
        RandomCommands commands = new RandomCommands(4712, 0);
        for (int round = 0; round < 6; round++) {
            for (int i = 0; i < 150; i++) {
                site.nowMs.set(commands.tick());
                List<Command> batch = new ArrayList<>();
                for (int k = 0; k < 5; k++) {
                    batch.add(readable(commands.next()));
                }
                site.run(batch.toArray(Command[]::new));
            }
            if (round % 2 == 0) {
                site.relay.drain().block(PATIENCE);
            }
            assertClean(site.auditor(100).audit(0, 0));
        }
        site.relay.drain().block(PATIENCE);
        assertClean(site.auditor(NEVER).audit(0, 0));
        Report whole = site.auditor(NEVER).auditFromStart(0);
        assertClean(whole);
        assertThat(whole.seq()).isEqualTo(whole.archivedSeq());
        assertThat(whole.lines()).isPositive();
        assertThat(whole.messages()).isPositive();
        assertThat(whole.compared()).isPositive();
        assertThat(site.cassandra.snapshots().heads(0).block(PATIENCE)).hasSize(2);
        site.nowMs.set(System.currentTimeMillis());
    }

    @Test
    void trafficGoesOnMeanwhile() {
        String account = site.account(1, 7, 1_000_000_000);
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Void> traffic = Flux.interval(Duration.ofMillis(5))
                .onBackpressureDrop()
                .takeWhile(i -> !enough.get())
                .flatMap(
                        i -> Mono.fromRunnable(() -> site.send(1, account, (int) (1 + i % 40)))
                                .subscribeOn(Schedulers.boundedElastic()),
                        4)
                .then()
                .toFuture();
        for (int i = 0; i < 5; i++) {
            Report report = site.auditor(NEVER).audit(1, 0);
            assertClean(report);
            awaitMoreThan(report.seq());
        }
        enough.set(true);
        traffic.join();
        site.relay.drain().block(PATIENCE);
        assertClean(site.auditor(NEVER).auditFromStart(1));
    }

    private static void awaitMoreThan(long seq) {
        site.store
                .journal()
                .lastSeq(1)
                .filter(last -> last > seq)
                .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(10)))
                .block(PATIENCE);
    }

    @Test
    void itGoesOnByItself() {
        String account = site.account(2, 8, 100);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ContinuousAudit continuous = new ContinuousAudit(
                site.auditor(NEVER), Site.PARTITIONS, Duration.ofMillis(1), registry, InstantSource.system());
        continuous.start();
        Site.until(() -> runs(registry, "clean") > 2 * Site.PARTITIONS);
        assertThat(runs(registry, "differences")).isZero();
        site.redis.ask("HDEL", "fb:{02}:grants", account);
        Site.until(() -> registry.get(Meters.AUDIT_DIFFERENCES.meter())
                        .tag("partition", "2")
                        .gauge()
                        .value()
                == 1);
        continuous.stop();
    }

    private static double runs(SimpleMeterRegistry registry, String result) {
        return Meters.AUDIT_RUNS.counter(registry, result).count();
    }

    private static void assertClean(Report report) {
        assertThat(report.differences()).isEmpty();
        assertThat(report.isClean()).isTrue();
    }

    /** The random commands' manifests are noise to the core; here somebody reads them. */
    static Command readable(Command command) {
        if (!(command instanceof Command.Reserve c)) {
            return command;
        }
        Order o = c.order();
        Order order = new Order(o.count(), o.classes(), o.classMap(), o.totalMicro(), o.label(), new byte[0]);
        return new Command.Reserve(c.record(), c.slot(), c.leaf(), order, c.terms(), c.partial(), c.once());
    }
}
