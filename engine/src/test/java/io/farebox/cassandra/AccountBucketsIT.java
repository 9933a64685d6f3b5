package io.farebox.cassandra;

import static io.farebox.cassandra.Keyspaces.await;
import static io.farebox.cassandra.Keyspaces.run;
import static io.farebox.cassandra.Samples.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.farebox.charge.Ids;
import io.farebox.ledger.Block;
import io.farebox.ledger.History;
import io.farebox.ledger.History.LedgerLine;
import io.farebox.ledger.History.UsageLine;
import io.farebox.ledger.Page;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An account whose rows lie in several buckets: over hours, over a new year, and where a clock went back. */
final class AccountBucketsIT {
    private static final String ACCOUNT = Ids.account(PARTITION, 40);
    private static final String BESIDE = Ids.account(PARTITION, 41);
    private static final Instant NEW_YEAR = Instant.parse("2025-01-01T00:00:00Z");
    private static final LocalDate EVE = LocalDate.parse("2024-12-31");
    private static final long BUCKET = 10_000;

    /** Block and seconds from the new year; the journal's order is that of the blocks. */
    private static final long[][] BLOCKS = {
        {3 * BUCKET - 2, -7_300},
        {3 * BUCKET - 1, -7_200},
        {3 * BUCKET, -7_199},
        {3 * BUCKET + 1, -60},
        {4 * BUCKET - 1, -1},
        {4 * BUCKET, 0},
        {4 * BUCKET + 1, 600},
        {5 * BUCKET - 1, 1_200},
        // The clock went back by ten minutes, in the hour.
        {5 * BUCKET, 601},
        {5 * BUCKET + 1, 602},
        {9 * BUCKET, 90_000},
    };

    private static final History HISTORY = Keyspaces.shared().history();

    @BeforeAll
    static void store() {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < BLOCKS.length; i++) {
            String record = Samples.record(4_000 + i);
            blocks.add(Samples.block(
                    BLOCKS[i][0],
                    NEW_YEAR.plusSeconds(BLOCKS[i][1]),
                    Samples.single(record, 0, ACCOUNT, "key"),
                    Samples.single(record, 1, BESIDE, "key")));
        }
        run(Keyspaces.shared().archive().store(PARTITION, blocks));
    }

    @Test
    void pagesOfAnySizeHaveEachLineOnceNewestBlockFirst() {
        List<String> newestFirst = new ArrayList<>();
        for (int i = BLOCKS.length - 1; i >= 0; i--) {
            newestFirst.add(sendOf(i));
        }
        Instant from = NEW_YEAR.minusSeconds(86_400);
        Instant to = NEW_YEAR.plusSeconds(2 * 86_400);
        for (int limit : List.of(1, 2, 3, 5, 100)) {
            assertThat(sends(from, to, limit)).isEqualTo(newestFirst);
        }
    }

    @Test
    void theSpanCutsHoursAndBuckets() {
        Instant from = NEW_YEAR.minusSeconds(60);
        assertThat(sends(from, NEW_YEAR, 10)).containsExactly(sendOf(4), sendOf(3));
        assertThat(sends(from, NEW_YEAR.plusMillis(1), 10)).containsExactly(sendOf(5), sendOf(4), sendOf(3));
        assertThat(sends(NEW_YEAR.plusSeconds(601), NEW_YEAR.plusSeconds(1_200), 1))
                .containsExactly(sendOf(9), sendOf(8));
    }

    @Test
    void usageHasEachDayOnce() {
        assertThat(await(HISTORY.usage(ACCOUNT, EVE, EVE.plusDays(5))))
                .extracting(UsageLine::day, UsageLine::messages)
                .containsExactly(tuple(EVE, 5L), tuple(EVE.plusDays(1), 5L), tuple(EVE.plusDays(2), 1L));
    }

    private static String sendOf(int block) {
        return Ids.send(Samples.record(4_000 + block), 0);
    }

    private static List<String> sends(Instant from, Instant to, int limit) {
        List<String> sends = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            Page<LedgerLine> page = await(HISTORY.ledger(ACCOUNT, from, to, cursor, limit));
            page.items().forEach(line -> sends.add(line.send()));
            cursor = page.next();
        } while (cursor != null);
        return sends;
    }
}
