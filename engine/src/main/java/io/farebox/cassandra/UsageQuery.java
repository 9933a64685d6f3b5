package io.farebox.cassandra;

import static io.farebox.cassandra.Columns.text;

import com.datastax.oss.driver.api.core.cql.Row;
import io.farebox.ledger.History.UsageLine;
import io.farebox.ledger.Unavailable;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
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

    private record Key(LocalDate day, String list, String label, String country, String status) {}

    private record Sum(long messages, long creditsMicro) {
        Sum plus(Sum other) {
            return new Sum(messages + other.messages, creditsMicro + other.creditsMicro);
        }
    }

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
        return sum(day, database.rows(select.build()))
                .map(sums -> sums.entrySet().stream()
                        .map(e -> line(e.getKey(), e.getValue()))
                        .toList());
    }

    private Mono<Map<Key, Sum>> sum(LocalDate day, Flux<Row> rows) {
        return rows.collect(HashMap::new, (sums, row) -> {
            Key key = new Key(day, text(row, "list"), text(row, "label"), text(row, "country"), text(row, "status"));
            sums.merge(key, new Sum(row.getLong("messages"), row.getLong("credits")), Sum::plus);
            if (sums.size() > linesMax) {
                throw new Unavailable(
                        Unavailable.Cause.OVERLOADED, 0, "one day of usage has more than " + linesMax + " lines");
            }
        });
    }

    private static UsageLine line(Key key, Sum sum) {
        return new UsageLine(
                key.day(), key.list(), key.label(), key.country(), key.status(), sum.messages(), sum.creditsMicro());
    }
}
