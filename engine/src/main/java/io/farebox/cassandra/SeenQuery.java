package io.farebox.cassandra;

import static io.farebox.cassandra.Columns.instant;

import com.datastax.oss.driver.api.core.cql.Row;
import io.farebox.cassandra.AccountRun.Seen;
import io.farebox.cassandra.Cursor.Line;
import io.farebox.charge.Ids;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import reactor.core.publisher.Flux;

/**
 * The query for what an account sees of blocks: of the rows that it shares, of its own, and of those of the time before step 7 of
 * the schema. Read as far as it is asked for.
 */
final class SeenQuery {
    private static final int RUNS_AHEAD_MAX = 8;

    /** Of which columns it reads. */
    enum What {
        LINES(Cql.SELECT_LINES, Cql.SELECT_LINES_OF_BLOCKS),
        USAGE(Cql.SELECT_USAGE, Cql.SELECT_USAGE_OF_BLOCKS);

        private final Cql runs;
        private final Cql blocks;

        What(Cql runs, Cql blocks) {
            this.runs = runs;
            this.blocks = blocks;
        }
    }

    /** What of a row is the account's, if anything. */
    private record Found(long lastSeq, List<Seen> seen) {
        private static final Comparator<Found> LATER_FIRST = Comparator.comparingLong(found -> -found.lastSeq);
    }

    /**
     * Blocks of rows, each once and the newest first. Rows come by their last block, the latest first, and what lies in several is
     * the same in all.
     */
    private static final class NewestFirst {
        private final TreeMap<Long, Seen> waiting = new TreeMap<>(Comparator.reverseOrder());

        /** What is later than all that this row, or one after it, can have. */
        List<Seen> next(Found found) {
            var later = waiting.headMap(found.lastSeq);
            List<Seen> done = new ArrayList<>(later.values());
            later.clear();
            found.seen.forEach(seen -> waiting.putIfAbsent(seen.seq(), seen));
            return done;
        }

        Flux<Seen> rest() {
            return Flux.fromIterable(waiting.values());
        }
    }

    private final Database database;
    private final What what;
    private final int pageRows;

    SeenQuery(Database database, What what, int pageRows) {
        this.database = database;
        this.what = what;
        this.pageRows = pageRows;
    }

    /**
     * What the account sees of the blocks of an hour and bucket, the newest block first and each once.
     *
     * @param newest none of a later block; whatever is later in the hour than its time may be left out
     * @param from what is before it may be left out
     */
    Flux<Seen> of(AccountHour hour, Line newest, Instant from) {
        return Flux.defer(() -> {
            NewestFirst order = new NewestFirst();
            return Flux.mergeComparing(
                            RUNS_AHEAD_MAX,
                            Found.LATER_FIRST,
                            runs(hour, hour.account(), newest),
                            runs(hour, AccountRuns.shareOf(hour.account()), newest),
                            blocks(hour, newest, from))
                    .concatMapIterable(order::next, 1)
                    .concatWith(Flux.defer(order::rest))
                    .filter(seen -> seen.seq() <= newest.seq());
        });
    }

    private Flux<Found> runs(AccountHour hour, String key, Line newest) {
        long lastMax = Math.min(newest.seq(), Long.MAX_VALUE - AccountRuns.BLOCKS_MAX) + AccountRuns.BLOCKS_MAX;
        var select = database.bind(what.runs)
                .setInt(0, Ids.partitionOf(hour.account()))
                .setLong(1, hour.bucket())
                .setString(2, key)
                .setInstant(3, hour.hour())
                .setLong(4, lastMax)
                .setPageSize(pageRows);
        return database.rows(select.build()).map(row -> {
            ByteBuffer packed = row.getByteBuffer(1);
            return new Found(
                    row.getLong("seq"), packed == null ? List.of() : AccountRun.unpack(packed, hour.account()));
        });
    }

    private Flux<Found> blocks(AccountHour hour, Line newest, Instant from) {
        var select = database.bind(what.blocks)
                .setInt(0, Ids.partitionOf(hour.account()))
                .setLong(1, hour.bucket())
                .setString(2, hour.account())
                .setInstant(3, Instant.ofEpochMilli(newest.atMs()))
                .setLong(4, newest.seq())
                .setInstant(5, from)
                .setPageSize(pageRows);
        return database.rows(select.build()).map(row -> block(row, hour.account()));
    }

    private static Found block(Row row, String account) {
        long seq = row.getLong("seq");
        ByteBuffer packed = row.getByteBuffer(1);
        if (packed == null) {
            return new Found(seq, List.of());
        }
        byte[] bytes = new byte[packed.remaining()];
        packed.get(bytes);
        return new Found(seq, List.of(new Seen(seq, instant(row, "at"), account, bytes)));
    }
}
