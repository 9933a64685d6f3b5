package io.farebox.cassandra;

import static io.farebox.cassandra.Columns.instant;

import com.datastax.oss.driver.api.core.cql.Row;
import io.farebox.cassandra.Cursor.Line;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import reactor.core.publisher.Flux;

/** The lines of an account's ledger in a span, newest first, read as far as they are asked for. */
final class LineQuery {
    /** A row holds up to a block's lines of the account: a few rows go a long way. */
    private static final int PAGE_ROWS_MAX = 100;

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
        return span.daysUntil(Instant.ofEpochMilli(first.atMs()), database, account)
                .concatMap(day -> lines(account, day, span, first, linesMax), 1);
    }

    private Flux<Placed> lines(String account, LocalDate day, Span span, Line first, int linesMax) {
        var select = database.bind(Cql.SELECT_LINES)
                .setString(0, account)
                .setLocalDate(1, day)
                .setInstant(2, Instant.ofEpochMilli(first.atMs()))
                .setLong(3, first.seq())
                .setInstant(4, span.from())
                .setPageSize(Math.min(linesMax, PAGE_ROWS_MAX));
        return database.rows(select.build()).concatMap(row -> lines(row, first), 1);
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
