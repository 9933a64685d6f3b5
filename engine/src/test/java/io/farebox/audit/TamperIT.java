package io.farebox.audit;

import static io.farebox.audit.Site.CREDIT;
import static io.farebox.audit.Site.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.datastax.oss.driver.api.core.CqlSession;
import io.farebox.audit.Difference.Subject;
import io.farebox.cassandra.Keyspaces;
import io.farebox.charge.Command;
import io.farebox.charge.Event;
import io.farebox.charge.Ids;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody changed behind the journal's back is named exactly, and nothing else is. */
class TamperIT {
    private static final long NEVER = 1L << 40;

    @TempDir
    static Path directory;

    private static final AtomicInteger PARTITION = new AtomicInteger();
    private static Site site;

    /** Each test has a partition of its own. */
    private final int partition = PARTITION.getAndIncrement();

    private String account;
    private String record;

    @BeforeAll
    static void open() {
        site = new Site(directory);
        site.relay.start();
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void send() {
        account = site.account(partition, 1, 1000);
        record = site.send(partition, account, 300);
        site.run(
                new Command.Settle(record, 0, 5, Event.DELIVERED, "delivered", true),
                new Command.Settle(record, 0, 6, Event.FAILED, "failed", true));
        site.relay.drain().block(PATIENCE);
        assertThat(audit()).isEmpty();
    }

    private List<Difference> audit() {
        return site.auditor(NEVER).auditFromStart(partition).differences();
    }

    private String key(String name) {
        return "fb:{" + Ids.base32(partition, 2) + "}:" + name;
    }

    @Test
    void aCounterThatTrafficGoesOnWith() {
        String state = key("state");
        assertThat(site.redis.ask("EVAL", MORE_AVAILABLE, "1", state, account)).isEqualTo("OK");
        assertThat(audit())
                .containsExactly(
                        new Difference(partition, Subject.NODE, account, "available", "701000000", "702000000", 3));
        site.send(partition, account, 1);
        site.relay.drain().block(PATIENCE);
        assertThat(audit())
                .contains(
                        new Difference(
                                partition,
                                Subject.RULE,
                                account,
                                "available after an entry",
                                "700000000",
                                "701000000",
                                4),
                        new Difference(partition, Subject.NODE, account, "available", "700000000", "701000000", 4));
    }

    @Test
    void aStatus() {
        site.redis.ask("HDEL", key("r:") + record, "s0");
        String send = Ids.send(record, 0);
        assertThat(audit())
                .extracting(Difference::text)
                .containsExactly(
                        "partition " + partition + ", record " + record + ": message " + Ids.message(send, 5)
                                + " is held, by the journal confirmed; since block 3 at the earliest",
                        "partition " + partition + ", record " + record + ": message " + Ids.message(send, 6)
                                + " is held, by the journal released; since block 3 at the earliest");
    }

    @Test
    void aDueEntry() {
        site.redis.ask("ZREM", key("due"), record);
        assertThat(audit())
                .extracting(Difference::subject, Difference::id, Difference::found)
                .containsExactly(tuple(Subject.DUE, record, "never"));
    }

    @Test
    void whatTheJournalDoesNotKnow() {
        site.redis.ask("COPY", key("r:") + record, key("r:") + Ids.record(partition, 1, 1));
        assertThat(audit())
                .extracting(Difference::subject, Difference::id, Difference::found)
                .containsExactly(tuple(Subject.RECORD, Ids.record(partition, 1, 1), "there"));
    }

    @Test
    void aRowOfTheLedger() {
        try (CqlSession session = Keyspaces.session(site.keyspace)) {
            var rows = session.execute("SELECT partition, bucket, account, at, seq FROM account_run WHERE partition = "
                    + partition + " AND seq >= 2 ALLOW FILTERING");
            rows.forEach(row -> session.execute(
                    "DELETE FROM account_run WHERE partition = ? AND bucket = ? AND account = ? AND at = ? AND seq = ?",
                    row.getInt(0),
                    row.getLong(1),
                    row.getString(2),
                    row.getInstant(3),
                    row.getLong(4)));
        }
        assertThat(audit())
                .isNotEmpty()
                .allSatisfy(difference -> assertThat(difference.subject()).isEqualTo(Subject.LEDGER))
                .allSatisfy(difference -> assertThat(difference.found()).isEqualTo("not there"))
                .extracting(Difference::seq)
                .contains(2L);
    }

    @Test
    void reports() {
        try (CqlSession session = Keyspaces.session(site.keyspace)) {
            session.execute("DELETE FROM report_run WHERE partition = " + partition + " AND bucket = 0 AND record = '"
                    + record + "' AND chunk = 0");
        }
        assertThat(audit()).containsExactlyInAnyOrder(unreported(5, "confirmed"), unreported(6, "released"));
    }

    private Difference unreported(int index, String journal) {
        String message = Ids.message(Ids.send(record, 0), index);
        return new Difference(partition, Subject.MESSAGE, message, "its status", journal, "reserved", 3);
    }

    @Test
    void aSnapshot() {
        assertThat(site.auditor(1).audit(partition, 0).snapshotTaken()).isTrue();
        assertThat(audit()).isEmpty();
        try (CqlSession session = Keyspaces.session(site.keyspace)) {
            session.execute("TRUNCATE snapshot");
        }
        assertThat(audit()).extracting(Difference::subject).containsExactly(Subject.SNAPSHOT);
    }

    private static final String MORE_AVAILABLE = "local n = cmsgpack.unpack(redis.call('HGET', KEYS[1], ARGV[1]))"
            + " n[9] = n[9] + " + CREDIT + " redis.call('HSET', KEYS[1], ARGV[1], cmsgpack.pack(n)) return 'OK'";
}
