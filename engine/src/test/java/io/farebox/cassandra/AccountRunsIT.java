package io.farebox.cassandra;

import static io.farebox.cassandra.Keyspaces.await;
import static io.farebox.cassandra.Keyspaces.run;
import static io.farebox.cassandra.Samples.NOON;
import static io.farebox.cassandra.Samples.PARTITION;
import static io.farebox.cassandra.Samples.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.farebox.charge.Entry;
import io.farebox.charge.Ids;
import io.farebox.ledger.Block;
import io.farebox.ledger.History;
import io.farebox.ledger.History.LedgerLine;
import io.farebox.ledger.History.UsageLine;
import io.farebox.ledger.Page;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What accounts see of blocks that are written together by chance, and again with others: each line once, in order. */
final class AccountRunsIT {
    /** More than there are shares, so that some share rows; one of them is busy now and then. */
    private static final List<String> ACCOUNTS =
            IntStream.range(50, 70).mapToObj(i -> Ids.account(PARTITION, i)).toList();

    /** The blocks go from one bucket on into the next, and half-way into the next hour. */
    private static final long FIRST = 9_980;

    private static final int BLOCKS = 36;
    private static final Instant BEGIN = NOON.plus(Duration.ofMinutes(60)).minusMillis(BLOCKS / 2);

    private final Random random = new Random(17);
    /** The sends of each account, the oldest first; the payer of all sees them all. */
    private final Map<String, List<String>> expected = new LinkedHashMap<>();

    private final List<Block> journal = journal();

    private List<Block> journal() {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) {
            List<Entry> entries = new ArrayList<>();
            String record = Samples.record(6_000 + i);
            for (int slot = random.nextInt(20); slot >= 0; slot--) {
                entries.add(send(record, slot, ACCOUNTS.get(random.nextInt(ACCOUNTS.size()))));
            }
            for (int slot = 20; i % 5 < 2 && slot < 34; slot++) {
                entries.add(send(record, slot, ACCOUNTS.get(3)));
            }
            blocks.add(Samples.block(FIRST + i, BEGIN.plusMillis(i), entries.toArray(Entry[]::new)));
        }
        return blocks;
    }

    private Entry send(String record, int slot, String account) {
        List.of(account, ROOT)
                .forEach(sees ->
                        expected.computeIfAbsent(sees, any -> new ArrayList<>()).add(Ids.send(record, slot)));
        return Samples.single(record, slot, account, "key");
    }

    @Test
    void whateverIsWrittenAgainTakesNothingAway() {
        CassandraStore store = Keyspaces.open();
        new Pieces(journal, random).storeAgainAndAgain(store.archive(), 20, () -> assertAllIsFound(store.history()));
        run(store.close());
    }

    @Test
    void aWriteThatLeavesBlocksOutHidesNone() {
        CassandraStore store = Keyspaces.open();
        new Pieces(journal, random).storeWithGaps(store.archive());
        assertAllIsFound(store.history());
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
        run(store.archive().store(PARTITION, journal.subList(9, BLOCKS)));
        assertAllIsFound(store.history());
        run(store.close());
    }

    /** As engines wrote before step 7 of the schema. */
    private static void storeAsBefore(CqlSession session, Block block) {
        long bucket = JournalArchive.bucketOf(block.seq());
        Instant at = Instant.ofEpochMilli(block.atMs());
        Map<String, List<Movement>> lines = new LinkedHashMap<>();
        Map<String, UsageTally> usage = new LinkedHashMap<>();
        int place = 0;
        for (Entry entry : block.entries()) {
            Entry.Reserved e = (Entry.Reserved) entry;
            String send = Ids.send(e.record(), e.slot());
            long effect = -e.creditsMicro();
            Movement line = new Movement(
                    place, "RESERVED", e.leaf(), ROOT, effect, e.availableMicro(), 1, send, "", "label", "", "key");
            place += 2;
            List.of(e.leaf(), ROOT)
                    .forEach(sees -> lines.computeIfAbsent(sees, any -> new ArrayList<>())
                            .add(line));
            usage.computeIfAbsent(e.leaf(), any -> new UsageTally())
                    .add("", "label", "DE", "reserved", 1, e.creditsMicro());
        }
        lines.forEach((account, seen) -> {
            session.execute(
                    "INSERT INTO account_block (partition, bucket, account, at, seq, lines, usage) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    PARTITION,
                    bucket,
                    account,
                    at,
                    block.seq(),
                    Movement.pack(seen).toBuffer(),
                    usage.getOrDefault(account, new UsageTally()).pack().toBuffer());
            session.execute(
                    "INSERT INTO account_hour (account, year, hour, bucket) VALUES (?, ?, ?, ?)",
                    account,
                    AccountHour.yearOf(at),
                    AccountHour.hourOf(at),
                    bucket);
        });
    }

    private void assertAllIsFound(History history) {
        LocalDate day = LocalDate.ofInstant(BEGIN, ZoneOffset.UTC);
        expected.forEach((account, sends) -> {
            List<String> found = sends(history, account, 1 + random.nextInt(40));
            assertThat(found).as("lines of %s", account).containsExactlyInAnyOrderElementsOf(sends);
            assertThat(found.stream().map(Ids::recordOf).toList())
                    .as("blocks of %s, the newest first", account)
                    .isSortedAccordingTo((a, b) -> b.compareTo(a));
            int used = account.equals(ROOT) ? 0 : sends.size();
            assertThat(await(history.usage(account, day, day)).stream()
                            .mapToLong(UsageLine::messages)
                            .sum())
                    .as("usage of %s", account)
                    .isEqualTo(used);
        });
    }

    private static List<String> sends(History history, String account, int limit) {
        List<String> sends = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            Page<LedgerLine> page = await(history.ledger(account, NOON, NOON.plus(Duration.ofHours(3)), cursor, limit));
            page.items().forEach(line -> sends.add(line.send()));
            cursor = page.next();
        } while (cursor != null);
        return sends;
    }
}
