package io.farebox.cassandra;

import static io.farebox.cassandra.Keyspaces.await;
import static io.farebox.cassandra.Keyspaces.run;
import static io.farebox.cassandra.Samples.NOON;
import static io.farebox.cassandra.Samples.PARTITION;
import static io.farebox.cassandra.Samples.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.farebox.charge.Ids;
import io.farebox.ledger.Archive;
import io.farebox.ledger.Block;
import io.farebox.ledger.History;
import io.farebox.ledger.History.MessageLine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Single-message sends of two event loops, in records that lie in several buckets, some of them in two. */
final class SingleBucketsIT {
    private static final long BUCKET = 10_000;
    private static final long FAST_LOOP = 501;
    private static final long SLOW_LOOP = 502;
    /** Where the next lane begins. */
    private static final long LANE = 1 << 20;

    /** In the journal's order: the last block of a bucket, and the first one of the next, share a record. */
    private static List<Block> journal() {
        List<Block> blocks = new ArrayList<>();
        for (long bucket = 1; bucket <= 6; bucket++) {
            long first = bucket * BUCKET;
            blocks.add(block(first, record(FAST_LOOP, 10 * bucket - 1), 1));
            blocks.add(block(first + 1, record(FAST_LOOP, 10 * bucket + 2), 0));
            blocks.add(block(first + 2, record(FAST_LOOP, 10 * bucket + 3), 0));
            blocks.add(block(first + BUCKET - 1, record(FAST_LOOP, 10 * bucket + 9), 0));
        }
        blocks.add(block(2 * BUCKET + 7, record(SLOW_LOOP, LANE - 1), 0));
        blocks.add(block(5 * BUCKET + 7, record(SLOW_LOOP, LANE), 0));
        return blocks;
    }

    private static String record(long loop, long count) {
        return Ids.record(PARTITION, loop, count);
    }

    private static Block block(long seq, String record, int slot) {
        return Samples.block(seq, NOON, Samples.single(record, slot, ROOT, "key"));
    }

    @Test
    void eachIsFoundHoweverItsBlocksWereGrouped() {
        CassandraStore store = Keyspaces.open();
        List<Block> journal = journal();
        for (int from = 0; from < journal.size(); from += 3) {
            run(store.archive().store(PARTITION, journal.subList(from, Math.min(journal.size(), from + 3))));
        }
        assertAllAreFound(store.history());
        run(store.close());
    }

    @Test
    void eachIsFoundWhereBlocksCameInAnyOrderAndAgainFromAnotherEngine() {
        CassandraSettings keyspace = Keyspaces.fresh();
        CassandraStore one = await(CassandraStore.open(keyspace, Keyspaces.BOX));
        CassandraStore other = await(CassandraStore.open(keyspace, Keyspaces.BOX));
        List<Block> shuffled = new ArrayList<>(journal());
        Collections.shuffle(shuffled, new Random(3));
        storeOneByOne(one.archive(), shuffled);
        storeOneByOne(other.archive(), shuffled.subList(0, shuffled.size() / 2));
        assertAllAreFound(other.history());
        run(one.close());
        run(other.close());
    }

    private static void storeOneByOne(Archive archive, List<Block> blocks) {
        blocks.forEach(block -> run(archive.store(PARTITION, List.of(block))));
    }

    private static void assertAllAreFound(History history) {
        for (long bucket = 1; bucket <= 6; bucket++) {
            assertFound(history, record(FAST_LOOP, 10 * bucket + 2), 0);
            assertFound(history, record(FAST_LOOP, 10 * bucket + 3), 0);
            assertFound(history, record(FAST_LOOP, 10 * bucket + 9), 0);
            assertFound(history, record(FAST_LOOP, 10 * bucket - 1), 1);
        }
        assertFound(history, record(SLOW_LOOP, LANE - 1), 0);
        assertFound(history, record(SLOW_LOOP, LANE), 0);
        assertThat(await(history.send(Ids.send(record(FAST_LOOP, 25), 0)).hasElement()))
                .isFalse();
        assertThat(await(history.send(Ids.send(record(FAST_LOOP, 22), 1)).hasElement()))
                .isFalse();
        assertThat(await(history.send(Ids.send(record(503, 22), 0)).hasElement()))
                .isFalse();
    }

    private static void assertFound(History history, String record, int slot) {
        String send = Ids.send(record, slot);
        assertThat(await(history.messagesOfSend(send, null, 10)).items())
                .extracting(MessageLine::id, MessageLine::reference)
                .containsExactly(tuple(Ids.message(send, 0), "ref-" + slot));
    }
}
