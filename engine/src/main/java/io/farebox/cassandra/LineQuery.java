package io.farebox.cassandra;

import static io.farebox.cassandra.Columns.instant;

import com.datastax.oss.driver.api.core.cql.Row;
import io.farebox.cassandra.Cursor.Line;
import io.farebox.charge.Ids;
import java.time.Instant;
import java.util.Objects;
import reactor.core.publisher.Flux;

/** The lines of an account's ledger in a span, newest first, read as far as they are asked for. */
final class LineQuery {
    /** A row holds up to a block's lines of the account: a few rows go a long way. */
    private static final int PAGE_ROWS_MAX = 100;
    /** Buckets that are read at once: an account that rarely sends has a line or two in each. */
    private static final int HOURS_AT_ONCE_MAX = 4;

    /** A line with its place. */
    record Placed(Line place, Movement movement) {
        Instant at() {
            return Instant.ofEpochMilli(place.atMs());
        }
    }

    private final Database database;

    LineQuery(Database database) {
        this.database = database;
    }

    /** From a line on, that line included. */
    Flux<Placed> lines(String account, Span span, Line first, int linesMax) {
        return span.hoursUntil(Instant.ofEpochMilli(first.atMs()), database, account)
                .filter(hour -> !isAfter(hour, first))
                .flatMapSequential(hour -> lines(hour, span, first, linesMax), HOURS_AT_ONCE_MAX, 1);
    }

    /** Whether a bucket is later than a line of the same hour: buckets of an hour are in their order, whatever clocks say. */
    private static boolean isAfter(AccountHour hour, Line line) {
        return isOf(hour, line) && hour.bucket() > JournalArchive.bucketOf(line.seq());
    }

    private static boolean isOf(AccountHour hour, Line line) {
        return hour.hour().equals(AccountHour.hourOf(Instant.ofEpochMilli(line.atMs())));
    }

    private Flux<Placed> lines(AccountHour hour, Span span, Line first, int linesMax) {
        boolean isFirst = isOf(hour, first) && hour.bucket() == JournalArchive.bucketOf(first.seq());
        Line newest = isFirst
                ? first
                : Line.before(Math.min(hour.end().toEpochMilli(), span.to().toEpochMilli()));
        var select = database.bind(Cql.SELECT_LINES)
                .setInt(0, Ids.partitionOf(hour.account()))
                .setLong(1, hour.bucket())
                .setString(2, hour.account())
                .setInstant(3, Instant.ofEpochMilli(newest.atMs()))
                .setLong(4, newest.seq())
                .setInstant(5, later(hour.hour(), span.from()))
                .setPageSize(Math.min(linesMax, PAGE_ROWS_MAX));
        return database.rows(select.build()).concatMap(row -> lines(row, first), 1);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Flux<Placed> lines(Row row, Line first) {
        long atMs = instant(row, "at").toEpochMilli();
        long seq = row.getLong("seq");
        int placeMax = atMs == first.atMs() && seq == first.seq() ? first.place() : Integer.MAX_VALUE;
        return Flux.fromIterable(Movement.unpackNewestFirst(Objects.requireNonNull(row.getByteBuffer("lines"))))
                .filter(line -> line.place() <= placeMax)
                .map(line -> new Placed(new Line(atMs, seq, line.place()), line));
    }
}
