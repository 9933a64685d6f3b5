package io.farebox.cassandra;

import static io.farebox.cassandra.Keyspaces.await;
import static io.farebox.cassandra.Keyspaces.run;
import static io.farebox.cassandra.Samples.NOON;
import static io.farebox.cassandra.Samples.PARTITION;
import static io.farebox.cassandra.Samples.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.farebox.charge.Entry;
import io.farebox.charge.Event;
import io.farebox.charge.Ids;
import io.farebox.charge.Outcome.Unchanged.Cause;
import io.farebox.ledger.Block;
import io.farebox.ledger.History;
import io.farebox.ledger.History.ReportLine;
import io.farebox.ledger.Pack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Reports of blocks that are written together by chance, and again with others: each is in the history once, in order. */
final class ReportRunsIT {
    private static final String SEND_RECORD = Samples.record(9);
    private static final String SEND = Ids.send(SEND_RECORD, 0);
    /** Of two thousands of messages. */
    private static final List<Integer> MESSAGES = List.of(0, 1, 3, 999, 1000, 1500);
    /** The blocks go from one bucket on into the next. */
    private static final long FIRST = 9_985;

    private static final int BLOCKS = 30;

    private final Random random = new Random(11);
    private final Map<Integer, List<String>> expected = new TreeMap<>();
    private final List<Block> journal = journal();

    /** A send, then blocks with some reports each, a few with none, some with two on a message. Their reasons tell them apart. */
    private List<Block> journal() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(Samples.block(FIRST, NOON, Samples.burst(SEND_RECORD, 2500, 2400)));
        for (long seq = FIRST + 1; seq < FIRST + BLOCKS; seq++) {
            List<Entry> entries = new ArrayList<>();
            entries.add(new Entry.Granted(ROOT, "g" + seq, 1, 0, false, 1, "", "", null));
            for (int i = random.nextInt(8); i > 1; i--) {
                int index = MESSAGES.get(random.nextInt(MESSAGES.size()));
                String reason = seq + "-" + i;
                entries.add(new Entry.Noted(Event.UNDERWAY, Cause.NOT_FINAL, SEND_RECORD, 0, index, reason));
                expected.computeIfAbsent(index, any -> new ArrayList<>()).add(reason);
            }
            blocks.add(Samples.block(seq, NOON.plusMillis(seq - FIRST), entries.toArray(Entry[]::new)));
        }
        return blocks;
    }

    @Test
    void whateverIsWrittenAgainTakesNothingAway() {
        CassandraStore store = Keyspaces.open();
        new Pieces(journal, random).storeAgainAndAgain(store.archive(), 40, () -> assertAllAreFound(store.history()));
        run(store.close());
    }

    @Test
    void aWriteThatLeavesBlocksOutHidesNone() {
        CassandraStore store = Keyspaces.open();
        new Pieces(journal, random).storeWithGaps(store.archive());
        assertAllAreFound(store.history());
        run(store.close());
    }

    @Test
    void rowsOfBeforeAreReadWithThoseOfNow() {
        CassandraSettings keyspace = Keyspaces.fresh();
        CassandraStore store = await(CassandraStore.open(keyspace, Keyspaces.BOX));
        try (CqlSession session = Keyspaces.session(keyspace)) {
            journal.subList(0, 12).forEach(block -> storeAsBefore(session, block));
        }
        // The last ones of before were not acknowledged.
        run(store.archive().store(PARTITION, List.of(journal.get(0))));
        run(store.archive().store(PARTITION, journal.subList(9, BLOCKS)));
        assertAllAreFound(store.history());
        run(store.close());
    }

    /** As engines wrote before step 6 of the schema. */
    private static void storeAsBefore(CqlSession session, Block block) {
        Map<Integer, Pack> chunks = new TreeMap<>();
        for (Entry entry : block.entries()) {
            if (entry instanceof Entry.Noted noted) {
                chunks.computeIfAbsent(noted.index() / StoredReport.CHUNK, any -> new Pack().number(1))
                        .text("underway")
                        .text("not-final")
                        .text(noted.reason())
                        .number(0)
                        .number(1)
                        .number(noted.slot())
                        .number(noted.index());
            }
        }
        long bucket = JournalArchive.bucketOf(block.seq());
        chunks.forEach((chunk, reports) -> session.execute(
                "INSERT INTO report_block (partition, bucket, record, chunk, seq, at, reports) VALUES (?, ?, ?, ?, ?, ?, ?)",
                PARTITION,
                bucket,
                SEND_RECORD,
                chunk,
                block.seq(),
                Instant.ofEpochMilli(block.atMs()),
                reports.toBuffer()));
        session.execute("INSERT INTO record_bucket (record, bucket) VALUES (?, ?)", SEND_RECORD, bucket);
    }

    private void assertAllAreFound(History history) {
        expected.forEach((index, reasons) -> assertThat(
                        await(history.message(Ids.message(SEND, index))).reports())
                .extracting(ReportLine::reason)
                .as("reports on message %d", index)
                .containsExactlyElementsOf(reasons));
    }
}
