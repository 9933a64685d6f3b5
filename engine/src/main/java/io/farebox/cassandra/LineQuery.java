package io.farebox.cassandra;

import io.farebox.cassandra.AccountRun.Seen;
import io.farebox.cassandra.Cursor.Line;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Flux;

/** The lines of an account's ledger in a span, newest first, read as far as they are asked for. */
final class LineQuery {
    /** A row holds many lines: a few rows go a long way. */
    private static final int PAGE_ROWS_MAX = 16;
    /** Buckets that are read at once: an account that rarely sends has a line or two in each. */
    private static final int HOURS_AT_ONCE_MAX = 4;

    /** A line with its place. */
    record Placed(Line place, Movement movement) {
        Instant at() {
            return Instant.ofEpochMilli(place.atMs());
        }
    }

    private final Database database;
    private final SeenQuery seen;

    LineQuery(Database database) {
        this.database = database;
        seen = new SeenQuery(database, SeenQuery.What.LINES, PAGE_ROWS_MAX);
    }

    /** From a line on, that line included. */
    Flux<Placed> lines(String account, Span span, Line first) {
        return span.hoursUntil(Instant.ofEpochMilli(first.atMs()), database, account)
                .filter(hour -> !isAfter(hour, first))
                .flatMapSequential(hour -> lines(hour, span, first), HOURS_AT_ONCE_MAX, 1);
    }

    /** Whether a bucket is later than a line of the same hour: buckets of an hour are in their order, whatever clocks say. */
    private static boolean isAfter(AccountHour hour, Line line) {
        return isOf(hour, line) && hour.bucket() > JournalArchive.bucketOf(line.seq());
    }

    private static boolean isOf(AccountHour hour, Line line) {
        return hour.hour().equals(AccountHour.hourOf(Instant.ofEpochMilli(line.atMs())));
    }

    private Flux<Placed> lines(AccountHour hour, Span span, Line first) {
        boolean isFirst = isOf(hour, first) && hour.bucket() == JournalArchive.bucketOf(first.seq());
        Instant to = isFirst ? Instant.ofEpochMilli(first.atMs() + 1) : span.to();
        return seen.of(hour, new Span(span.from(), to)).concatMapIterable(block -> lines(block, first), 1);
    }

    private static List<Placed> lines(Seen block, Line first) {
        long atMs = block.at().toEpochMilli();
        boolean isOfOneTime = atMs == first.atMs();
        if (isOfOneTime && block.seq() > first.seq()) {
            return List.of();
        }
        int placeMax = isOfOneTime && block.seq() == first.seq() ? first.place() : Integer.MAX_VALUE;
        return Movement.unpackNewestFirst(block.bytes()).stream()
                .filter(line -> line.place() <= placeMax)
                .map(line -> new Placed(new Line(atMs, block.seq(), line.place()), line))
                .toList();
    }
}
