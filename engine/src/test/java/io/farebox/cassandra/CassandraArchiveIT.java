package io.farebox.cassandra;

import static io.farebox.cassandra.Keyspaces.await;
import static io.farebox.cassandra.Keyspaces.run;
import static io.farebox.cassandra.Samples.NOON;
import static io.farebox.cassandra.Samples.PARTITION;
import static io.farebox.cassandra.Samples.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import io.farebox.charge.Entry;
import io.farebox.ledger.Block;
import io.farebox.ledger.EntryCodec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

final class CassandraArchiveIT {
    /** Those whose rows are of one block each; what of the runs is alike however it was written, ReportRunsIT and AccountRunsIT say. */
    private static final List<String> TABLES =
            List.of("journal", "journal_head", "account_hour", "send", "single_send", "record_bucket");

    @Test
    void storedTwiceAndShuffledTheRowsAreTheSame() {
        CassandraSettings inOrder = Keyspaces.fresh();
        CassandraSettings shuffled = Keyspaces.fresh();
        CassandraStore first = await(CassandraStore.open(inOrder, Keyspaces.BOX));
        CassandraStore second = await(CassandraStore.open(shuffled, Keyspaces.BOX));
        List<Block> journal = Samples.journal();

        run(first.archive().store(PARTITION, journal));
        for (int seed = 0; seed < 3; seed++) {
            List<Block> order = new ArrayList<>(journal);
            Collections.shuffle(order, new Random(seed));
            run(Flux.fromIterable(order)
                    .concatMap(block -> second.archive().store(PARTITION, List.of(block)))
                    .then());
            run(Flux.fromIterable(order)
                    .flatMap(block -> second.archive().store(PARTITION, List.of(block)))
                    .then());
        }

        Map<String, List<String>> expected = rows(inOrder);
        assertThat(expected.values()).noneMatch(List::isEmpty);
        assertThat(rows(shuffled)).isEqualTo(expected);
        run(first.close());
        run(second.close());
    }

    @Test
    void whatWasStoredIsReadBackInOrder() {
        CassandraStore store = Keyspaces.open();
        List<Block> journal = Samples.journal();
        run(store.archive().store(PARTITION, journal));

        List<Block> read =
                await(store.archive().blocks(PARTITION, 2, Long.MAX_VALUE).collectList());

        assertThat(read).extracting(Block::seq).containsExactly(2L, 3L, 4L, 5L, 6L, 7L);
        for (Block block : read) {
            Block original = journal.get((int) block.seq() - 1);
            assertThat(block.atMs()).isEqualTo(original.atMs());
            assertThat(EntryCodec.encodeBlock(block.entries())).isEqualTo(EntryCodec.encodeBlock(original.entries()));
        }
        run(store.close());
    }

    @Test
    void theLastBlockIsFoundInWhateverOrderBlocksCame() {
        CassandraStore store = Keyspaces.open();
        assertThat(await(store.archive().lastSeq(PARTITION))).isZero();
        assertThat(await(store.archive().blocks(PARTITION, 1, 10).count())).isZero();

        run(store.archive().store(PARTITION, grants(20_002, 20_003)));
        run(store.archive().store(PARTITION, grants(9_998, 10_001)));

        assertThat(await(store.archive().lastSeq(PARTITION))).isEqualTo(20_003);
        assertThat(await(store.archive().lastSeq(PARTITION + 1))).isZero();
        List<Long> read = await(
                store.archive().blocks(PARTITION, 9_999, 20_002).map(Block::seq).collectList());
        assertThat(read).containsExactly(9_999L, 10_000L, 10_001L, 20_002L);
        run(store.close());
    }

    @Test
    void aBlockThatIsInTheJournalCountsWhereTheHeadIsBehind() {
        CassandraSettings settings = Keyspaces.fresh();
        CassandraStore store = await(CassandraStore.open(settings, Keyspaces.BOX));
        run(store.archive().store(PARTITION, grants(9_999, 10_002)));
        try (CqlSession session = Keyspaces.session(settings)) {
            session.execute("TRUNCATE journal_head");
        }
        assertThat(await(store.archive().lastSeq(PARTITION))).isEqualTo(10_002);
        run(store.close());
    }

    private static List<Block> grants(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(seq ->
                        Samples.block(seq, NOON, new Entry.Granted(ROOT, "g" + seq, 1, 0, false, 1, "", "", null)))
                .toList();
    }

    private static Map<String, List<String>> rows(CassandraSettings settings) {
        Map<String, List<String>> rows = new TreeMap<>();
        try (CqlSession session = Keyspaces.session(settings)) {
            for (String table : TABLES) {
                rows.put(
                        table,
                        StreamSupport.stream(
                                        session.execute("SELECT * FROM " + table)
                                                .spliterator(),
                                        false)
                                .map(Row::getFormattedContents)
                                .sorted()
                                .toList());
            }
        }
        return rows;
    }
}
