package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.farebox.ledger.History.UsageLine;
import io.farebox.ledger.Unavailable;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import reactor.core.publisher.Mono;

/** The query for an account's usage: it sums what the blocks of each day have contributed. */
final class UsageQuery {
    /** Days that are read at once. */
    private static final int DAYS_AT_ONCE_MAX = 4;

    private static final int PAGE_ROWS = 5000;
    private static final Comparator<UsageLine> ORDER = Comparator.comparing(UsageLine::day)
            .thenComparing(UsageLine::list)
            .thenComparing(UsageLine::label)
            .thenComparing(UsageLine::country)
            .thenComparing(UsageLine::status);

    private final Database database;
    private final int linesMax;

    UsageQuery(Database database, int linesMax) {
        this.database = database;
        this.linesMax = linesMax;
    }

    Mono<List<UsageLine>> lines(String account, Span span) {
        return span.daysUntil(span.to().minusMillis(1), database, account)
                .flatMapSequential(day -> day(account, day), DAYS_AT_ONCE_MAX)
                .collectList()
                .map(days -> days.stream().flatMap(List::stream).sorted(ORDER).toList());
    }

    private Mono<List<UsageLine>> day(String account, LocalDate day) {
        var select = database.bind(Cql.SELECT_USAGE)
                .setString(0, account)
                .setLocalDate(1, day)
                .setPageSize(PAGE_ROWS);
        return database.rows(select.build())
                .collect(UsageTally::new, this::add)
                .map(tally -> tally.lines(day).toList());
    }

    private void add(UsageTally tally, Row row) {
        ByteBuffer usage = row.getByteBuffer(0);
        if (usage != null) {
            tally.add(usage);
        }
        if (tally.size() > linesMax) {
            throw new Unavailable(
                    Unavailable.Cause.OVERLOADED, 0, "one day of usage has more than " + linesMax + " lines");
        }
    }
}
