package io.farebox.cassandra;

import io.farebox.cassandra.Cursor.Line;
import io.farebox.cassandra.LineQuery.Placed;
import io.farebox.charge.Ids;
import io.farebox.ledger.History.LedgerLine;
import io.farebox.ledger.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The query for an account's credit log. */
final class LedgerQuery {
    private static final int PARTITION_CHARS = 2;
    private static final int SEQ_CHARS = 11;
    private static final int PLACE_CHARS = 5;

    private final LineQuery lines;

    LedgerQuery(LineQuery lines) {
        this.lines = lines;
    }

    Mono<Page<LedgerLine>> page(String account, Span span, @Nullable String cursor, int limit) {
        Line after = Cursor.ledger(cursor, span.from().toEpochMilli(), span.to().toEpochMilli());
        return lines.lines(account, span, after)
                .filter(line -> !line.place().equals(after))
                .take(limit + 1L)
                .collectList()
                .map(placed -> page(account, placed, limit));
    }

    private static Page<LedgerLine> page(String account, List<Placed> placed, int limit) {
        boolean more = placed.size() > limit;
        List<Placed> shown = more ? placed.subList(0, limit) : placed;
        String next = more ? shown.get(limit - 1).place().text() : null;
        return new Page<>(shown.stream().map(line -> line(account, line)).toList(), next);
    }

    private static LedgerLine line(String account, Placed placed) {
        Movement m = placed.movement();
        String id = Ids.base32(Ids.partitionOf(account), PARTITION_CHARS)
                + Ids.base32(placed.place().seq(), SEQ_CHARS)
                + Ids.base32(m.place(), PLACE_CHARS);
        return new LedgerLine(
                id,
                placed.at(),
                m.kind(),
                Ids.accountOf(m.leaf()),
                Ids.listOf(m.leaf()),
                m.payer(),
                m.creditsMicro(),
                m.availableMicro(),
                m.messages(),
                m.send(),
                m.reason(),
                m.label(),
                m.reference(),
                m.rule(),
                m.feeMicro());
    }
}
