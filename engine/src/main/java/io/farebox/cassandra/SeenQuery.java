package io.farebox.cassandra;

import static io.farebox.cassandra.Columns.instant;

import com.datastax.oss.driver.api.core.cql.Row;
import io.farebox.cassandra.AccountRun.Seen;
import io.farebox.charge.Ids;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import reactor.core.publisher.Flux;

/**
 * The query for what an account sees of blocks: of the rows that it shares, of its own, and of those of the time before step 7 of
 * the schema. Read as far as it is asked for.
 */
final class SeenQuery {
    private static final int RUNS_AHEAD_MAX = 8;
    /** The column that differs. */
    private static final int PACKED = 2;

    private static final byte[] NOTHING = {};

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

    /**
     * What of a row is the account's, if anything.
     *
     * @param last of no account, in the place of the row's last block
     */
    private record Found(Seen last, List<Seen> seen) {
        private static final Comparator<Found> NEWEST_FIRST = Comparator.comparing(Found::last, Seen.NEWEST_FIRST);
    }

    /** Blocks of rows that come by their last block, the newest first: each once and in order. What lies in several is the same in all. */
    private static final class NewestFirst {
        private final TreeSet<Seen> waiting = new TreeSet<>(Seen.NEWEST_FIRST);

        /** What is newer than all that this row, or one after it, can have. */
        List<Seen> next(Found found) {
            var newer = waiting.headSet(found.last);
            List<Seen> done = List.copyOf(newer);
            newer.clear();
            waiting.addAll(found.seen);
            return done;
        }

        Flux<Seen> rest() {
            return Flux.fromIterable(waiting);
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

    /** What the account sees of the blocks of an hour and bucket that were decided in a span, the newest first and each once. */
    Flux<Seen> of(AccountHour hour, Span span) {
        Instant from = span.from().isAfter(hour.hour()) ? span.from() : hour.hour();
        Instant to = span.to().isBefore(hour.end()) ? span.to() : hour.end();
        return Flux.defer(() -> {
            NewestFirst order = new NewestFirst();
            return Flux.mergeComparing(
                            RUNS_AHEAD_MAX,
                            Found.NEWEST_FIRST,
                            runs(hour, hour.account(), from, to),
                            runs(hour, AccountRuns.shareOf(hour.account()), from, to),
                            blocks(hour, from, to))
                    .concatMapIterable(order::next, 1)
                    .concatWith(Flux.defer(order::rest))
                    .filter(seen -> !seen.at().isBefore(from) && seen.at().isBefore(to));
        });
    }

    /** A run that ends after the span may have begun in it, but all of it is of one hour. */
    private Flux<Found> runs(AccountHour hour, String key, Instant from, Instant to) {
        Instant end = to.plus(AccountRuns.TIME_MAX);
        return rows(what.runs, hour, key, from, end.isBefore(hour.end()) ? end : hour.end())
                .map(row -> found(row, packed -> AccountRun.unpack(packed, hour.account())));
    }

    private Flux<Found> blocks(AccountHour hour, Instant from, Instant to) {
        return rows(what.blocks, hour, hour.account(), from, to)
                .map(row -> found(
                        row,
                        packed -> List.of(new Seen(
                                row.getLong("seq"), instant(row, "at"), hour.account(), Columns.bytes(packed)))));
    }

    private Flux<Row> rows(Cql select, AccountHour hour, String key, Instant from, Instant to) {
        return database.rows(database.bind(select)
                .setInt(0, Ids.partitionOf(hour.account()))
                .setLong(1, hour.bucket())
                .setString(2, key)
                .setInstant(3, to.minusMillis(1))
                .setInstant(4, from)
                .setPageSize(pageRows)
                .build());
    }

    private static Found found(Row row, Function<ByteBuffer, List<Seen>> unpack) {
        ByteBuffer packed = row.getByteBuffer(PACKED);
        Seen last = new Seen(row.getLong("seq"), instant(row, "at"), "", NOTHING);
        return new Found(last, packed == null ? List.of() : unpack.apply(packed));
    }
}
