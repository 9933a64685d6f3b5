package io.farebox.audit;

import static io.farebox.audit.Site.CREDIT;
import static io.farebox.audit.Site.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.datastax.oss.driver.api.core.CqlSession;
import io.farebox.audit.Difference.Subject;
import io.farebox.cassandra.Keyspaces;
import io.farebox.charge.Command;
import io.farebox.charge.Ids;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody changed behind the journal's back is named exactly, and nothing else is. */
class TamperIT {
    private static final long NEVER = 1L << 40;

    @TempDir
    Path directory;

    private Site site;
    private String account;
    private String record;

    @BeforeEach
    void open() {
        site = new Site(directory);
        account = site.account(1, 1, 1000);
        record = site.send(1, account, 300);
        site.run(
                new Command.Settle(record, 0, 5, true, "delivered"), new Command.Settle(record, 0, 6, false, "failed"));
    }

    @AfterEach
    void close() {
        site.close();
    }

    private void archive() {
        site.relay.start();
        site.relay.drain().block(PATIENCE);
        assertThat(audit()).isEmpty();
    }

    private List<Difference> audit() {
        return site.auditor(NEVER).auditFromStart(1).differences();
    }

    @Test
    void aCounterThatTrafficGoesOnWith() {
        archive();
        String state = "fb:{01}:state";
        assertThat(site.redis.ask("EVAL", MORE_AVAILABLE, "1", state, account)).isEqualTo("OK");
        assertThat(audit())
                .containsExactly(new Difference(1, Subject.NODE, account, "available", "701000000", "702000000", 3));
        site.send(1, account, 1);
        site.relay.drain().block(PATIENCE);
        assertThat(audit())
                .contains(
                        new Difference(
                                1, Subject.RULE, account, "available after an entry", "700000000", "701000000", 4),
                        new Difference(1, Subject.NODE, account, "available", "700000000", "701000000", 4));
    }

    @Test
    void aStatus() {
        archive();
        site.redis.ask("HDEL", "fb:{01}:r:" + record, "s0");
        String send = Ids.send(record, 0);
        assertThat(audit())
                .extracting(Difference::text)
                .containsExactly(
                        "partition 1, record " + record + ": message " + Ids.message(send, 5)
                                + " is held, by the journal confirmed; since block 3 at the earliest",
                        "partition 1, record " + record + ": message " + Ids.message(send, 6)
                                + " is held, by the journal released; since block 3 at the earliest");
    }

    @Test
    void aDueEntry() {
        archive();
        site.redis.ask("ZREM", "fb:{01}:due", record);
        assertThat(audit())
                .extracting(Difference::subject, Difference::id, Difference::found)
                .containsExactly(tuple(Subject.DUE, record, "never"));
    }

    @Test
    void whatTheJournalDoesNotKnow() {
        archive();
        site.redis.ask("COPY", "fb:{01}:r:" + record, "fb:{01}:r:" + Ids.record(1, 1, 1));
        assertThat(audit())
                .extracting(Difference::subject, Difference::id, Difference::found)
                .containsExactly(tuple(Subject.RECORD, Ids.record(1, 1, 1), "there"));
    }

    @Test
    void aBlockOfTheStream() {
        site.redis.ask("XDEL", "fb:{01}:journal", "2-0");
        assertThat(audit())
                .extracting(Difference::text)
                .containsExactly(
                        "partition 1, journal block 2: it is neither in the stream nor in the archive, but block"
                                + " 3 after it is on the stream, by the journal there; since block 2 at the earliest");
    }

    @Test
    void aRowOfTheLedger() {
        archive();
        try (CqlSession session = Keyspaces.session(site.keyspace)) {
            var row = session.execute("SELECT account, day, at, seq FROM account_block WHERE seq = 2 ALLOW FILTERING")
                    .one();
            session.execute(
                    "DELETE FROM account_block WHERE account = ? AND day = ? AND at = ? AND seq = ?",
                    row.getString(0),
                    row.getLocalDate(1),
                    row.getInstant(2),
                    row.getLong(3));
        }
        assertThat(audit())
                .extracting(Difference::subject, Difference::found, Difference::seq)
                .containsExactly(tuple(Subject.LEDGER, "not there", 2L));
    }

    @Test
    void aSettlement() {
        archive();
        try (CqlSession session = Keyspaces.session(site.keyspace)) {
            session.execute("DELETE FROM settlement WHERE record = '" + record + "' AND slot = 0 AND idx = 5");
        }
        assertThat(audit())
                .containsExactly(new Difference(
                        1,
                        Subject.MESSAGE,
                        Ids.message(Ids.send(record, 0), 5),
                        "its status",
                        "confirmed",
                        "reserved",
                        3));
    }

    @Test
    void aSnapshot() {
        archive();
        assertThat(site.auditor(1).audit(1, 0).snapshotTaken()).isTrue();
        assertThat(audit()).isEmpty();
        try (CqlSession session = Keyspaces.session(site.keyspace)) {
            session.execute("TRUNCATE snapshot");
        }
        assertThat(audit()).extracting(Difference::subject).containsExactly(Subject.SNAPSHOT);
    }

    private static final String MORE_AVAILABLE = "local n = cmsgpack.unpack(redis.call('HGET', KEYS[1], ARGV[1]))"
            + " n[9] = n[9] + " + CREDIT + " redis.call('HSET', KEYS[1], ARGV[1], cmsgpack.pack(n)) return 'OK'";
}
