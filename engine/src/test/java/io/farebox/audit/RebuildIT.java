package io.farebox.audit;

import static io.farebox.audit.Site.CREDIT;
import static io.farebox.audit.Site.PATIENCE;
import static io.farebox.audit.Site.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farebox.charge.Command;
import io.farebox.charge.Event;
import io.farebox.charge.Funding;
import io.farebox.charge.Ids;
import io.farebox.charge.Node;
import io.farebox.charge.Once;
import io.farebox.charge.Outcome;
import io.farebox.charge.RandomCommands;
import io.farebox.charge.Window;
import io.farebox.ledger.Unavailable;
import io.farebox.redis.RedisSettings;
import io.farebox.redis.RedisStore;
import io.farebox.redis.Replication;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** A Redis that lost its data is refused, restored from the archive, and served again by the engine that ran on. */
class RebuildIT {
    private static final long NEVER = 1L << 40;
    private static final Once ONCE = new Once("key", "print");

    @TempDir
    Path directory;

    private Site site;
    private FenceWatch watch;

    @BeforeEach
    void open() {
        site = new Site(directory);
        watch = new FenceWatch(
                site.store.fences(), site.cassandra.archive(), Site.PARTITIONS, new SimpleMeterRegistry());
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aRedisWithoutItsFile() throws IOException {
        String account = site.account(1, 1, 1000);
        String record = site.send(1, account, 300);
        site.run(
                new Command.Settle(record, 0, 5, Event.DELIVERED, "", true),
                new Command.Settle(record, 0, 6, Event.FAILED, "", true));
        Outcome granted = await(site.charger.charge(grant(account)));
        Command.Reserve keyed = site.reserve(1, account, 20, new Once("send", "print"));
        Outcome held = await(site.charger.charge(keyed));
        site.relay.start();
        site.relay.drain().block(PATIENCE);
        Node before = site.node(account);

        loseEverything();

        assertRefused(site.charger.charge(grant(account)));
        // Another event loop's first call has no gap in its numbers; what the engine has seen is known to it too.
        assertRefused(await(site.store.charger(site.loop()))
                .charge(new Command.OpenAccount(
                        Ids.account(1, 9), null, Funding.OWN, Node.UNLIMITED, Window.TOTAL, 0, null)));
        watch.look().block(PATIENCE);
        assertThat(site.store.fences().isFenced(1)).isTrue();

        Rebuild.Result result = rebuild(1);
        assertThat(result.done()).isTrue();
        watch.look().block(PATIENCE);

        assertThat(site.store.fences().isFenced(1)).isFalse();
        assertThat(site.node(account)).isEqualTo(before);
        assertThat(await(site.charger.charge(grant(account)))).isEqualTo(new Outcome.Replayed(granted, null));
        assertThat(await(site.charger.charge(keyed))).isEqualTo(new Outcome.Replayed(held, keyed.order()));
        site.run(
                new Command.Settle(record, 0, 6, Event.DELIVERED, "late", true),
                new Command.Settle(record, 0, 5, Event.DELIVERED, "again", true));
        site.send(1, account, 3);
        assertThat(site.node(account).reservedMicro()).isEqualTo(before.reservedMicro() + 3 * CREDIT);
        assertThat(site.node(account).confirmedMicro()).isEqualTo(before.confirmedMicro() + CREDIT);
        site.relay.drain().block(PATIENCE);
        assertThat(site.auditor(NEVER).auditFromStart(1).differences()).isEmpty();
    }

    @Test
    void whatOnlyTheStreamHas() {
        String account = site.account(2, 1, 1000);
        site.relay.start();
        site.relay.drain().block(PATIENCE);
        site.relay.stop().block(PATIENCE);
        site.send(2, account, 10);
        long archived = await(site.cassandra.archive().lastSeq(2));
        Node before = site.node(account);
        site.redis.ask("DEL", "fb:{02}:state", "fb:{02}:due", "fb:{02}:grants");

        Rebuild.Result result = rebuild(2);

        assertThat(result.done()).isTrue();
        assertThat(result.seq()).isEqualTo(archived + 1);
        assertThat(result.remarks())
                .contains("Blocks " + (archived + 1) + " to " + (archived + 1)
                        + " were on the stream and not in the archive; they are folded too.");
        assertThat(site.node(account)).isEqualTo(before);
        assertThat(site.auditor(NEVER).auditFromStart(2).differences()).isEmpty();
    }

    @Test
    void aJournalWithAGapIsLeftAsItIs() {
        String account = site.account(3, 1, 1000);
        site.send(3, account, 10);
        site.send(3, account, 10);
        site.redis.ask("XDEL", "fb:{03}:journal", "2-0");
        Node before = site.node(account);
        assertThat(site.auditor(NEVER).audit(3, 0).differences())
                .extracting(Difference::text)
                .containsExactly(
                        "partition 3, journal block 2: it is neither in the stream nor in the archive, but block"
                                + " 3 after it is on the stream, by the journal there; since block 2 at the earliest");
        Rebuild.Result result = rebuild(3);
        assertThat(result.done()).isFalse();
        assertThat(result.remarks()).anyMatch(remark -> remark.contains("block 2"));
        assertThat(site.node(account)).isEqualTo(before);
    }

    /** All kinds of state, from a snapshot and what came after it. */
    @Test
    void everythingThatRandomCommandsLeave() throws IOException {
        RandomCommands commands = new RandomCommands(4713, 0);
        site.relay.start();
        for (int i = 0; i < 600; i++) {
            site.nowMs.set(commands.tick());
            site.run(AuditIT.readable(commands.next()), AuditIT.readable(commands.next()));
            if (i == 300) {
                site.relay.drain().block(PATIENCE);
                assertThat(site.auditor(1).audit(0, 0).snapshotTaken()).isTrue();
            }
        }
        site.relay.drain().block(PATIENCE);
        assertThat(site.auditor(NEVER).audit(0, 0).differences()).isEmpty();

        loseEverything();
        Rebuild.Result result = rebuild(0);

        assertThat(result.done()).isTrue();
        assertThat(result.fromSeq()).isPositive();
        assertThat(site.auditor(NEVER).auditFromStart(0).differences()).isEmpty();
        watch.look().block(PATIENCE);
        watch.look().block(PATIENCE);
        for (int i = 0; i < 200; i++) {
            site.nowMs.set(commands.tick());
            site.run(AuditIT.readable(commands.next()));
        }
        site.relay.drain().block(PATIENCE);
        assertThat(site.auditor(NEVER).auditFromStart(0).differences()).isEmpty();
    }

    private Rebuild.Result rebuild(int partition) {
        RedisStore own = await(RedisStore.open(
                new RedisSettings(
                        site.redis.uri(), Site.PARTITIONS, 1, 1024, 1, 2, 1, 1_000, 4_000, 5_000, Replication.NONE),
                site.nowMs::get));
        Rebuild rebuild = new Rebuild(
                own.liveState(),
                own.restoration(),
                own.fences(),
                site.cassandra.archive(),
                site.cassandra.snapshots(),
                AuditSettings.thorough(NEVER),
                () -> Instant.ofEpochMilli(site.nowMs.get()));
        Rebuild.Result result = rebuild.rebuild(partition, Duration.ZERO);
        own.close().block(PATIENCE);
        return result;
    }

    private void loseEverything() throws IOException {
        site.redis.kill();
        try (Stream<Path> files = Files.walk(directory.resolve("appendonlydir"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        site.redis.restart();
    }

    private static void assertRefused(Mono<Outcome> outcome) {
        assertThatThrownBy(() -> outcome.block(PATIENCE))
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        e -> assertThat(e.reason()).isEqualTo(Unavailable.Cause.PARTITION_UNAVAILABLE));
    }

    private Command grant(String account) {
        return new Command.Grant(
                account,
                "g2",
                CREDIT,
                site.nowMs.get() / 100_000_000 * 100_000_000 + 8_640_000_000L,
                false,
                "",
                "",
                ONCE);
    }
}
