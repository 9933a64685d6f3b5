package io.farebox.cassandra;

import static io.farebox.cassandra.Columns.instant;
import static io.farebox.cassandra.Columns.text;

import com.datastax.oss.driver.api.core.cql.Row;
import io.farebox.charge.Ids;
import io.farebox.ledger.History.LedgerLine;
import io.farebox.ledger.Page;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The query for an account's credit log: day by day, newest first, until the page is full. */
final class LedgerQuery {
    private static final int PARTITION_CHARS = 2;
    private static final int SEQ_CHARS = 11;
    private static final int PLACE_CHARS = 5;

    private record Placed(LedgerLine line, Cursor.OfLedger place) {}

    private final Database database;

    LedgerQuery(Database database) {
        this.database = database;
    }

    Mono<Page<LedgerLine>> page(String account, Span span, @Nullable String cursor, int limit) {
        Cursor.OfLedger after =
                Cursor.ledger(cursor, span.from().toEpochMilli(), span.to().toEpochMilli());
        return span.daysUntil(Instant.ofEpochMilli(after.atMs()), database, account)
                .concatMap(day -> lines(account, day, span, after, limit + 1), 1)
                .take(limit + 1L)
                .collectList()
                .map(placed -> page(placed, limit));
    }

    private Flux<Placed> lines(String account, LocalDate day, Span span, Cursor.OfLedger after, int linesMax) {
        var select = database.bind(Cql.SELECT_LEDGER)
                .setString(0, account)
                .setLocalDate(1, day)
                .setInstant(2, Instant.ofEpochMilli(after.atMs()))
                .setLong(3, after.seq())
                .setInt(4, after.place())
                .setInstant(5, span.from())
                .setPageSize(linesMax);
        return database.rows(select.build()).map(row -> placed(account, row));
    }

    private static Placed placed(String account, Row row) {
        Instant at = instant(row, "at");
        long seq = row.getLong("seq");
        int place = row.getInt("place");
        String id = Ids.base32(Ids.partitionOf(account), PARTITION_CHARS)
                + Ids.base32(seq, SEQ_CHARS)
                + Ids.base32(place, PLACE_CHARS);
        LedgerLine line = new LedgerLine(
                id,
                at,
                text(row, "kind"),
                text(row, "cause"),
                text(row, "list"),
                text(row, "payer"),
                row.getLong("credits"),
                row.getLong("available"),
                row.getInt("messages"),
                text(row, "send"),
                text(row, "reason"),
                text(row, "label"),
                text(row, "reference"));
        return new Placed(line, new Cursor.OfLedger(at.toEpochMilli(), seq, place));
    }

    private static Page<LedgerLine> page(List<Placed> placed, int limit) {
        boolean more = placed.size() > limit;
        List<Placed> shown = more ? placed.subList(0, limit) : placed;
        String next = more ? shown.get(limit - 1).place().text() : null;
        return new Page<>(shown.stream().map(Placed::line).toList(), next);
    }
}
