package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.farebox.charge.Ids;
import io.farebox.ledger.History.UsageLine;
import io.farebox.ledger.Unavailable;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The query for an account's usage: it sums what the blocks of each day have contributed. */
final class UsageQuery {
    /** Buckets of a day that are read at once. */
    private static final int BUCKETS_AT_ONCE_MAX = 8;

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
        return span.hoursUntil(span.to().minusMillis(1), database, account)
                .bufferUntilChanged(AccountHour::day)
                .concatMap(hours -> day(hours.get(0).day(), account, hours), 1)
                .collectList()
                .map(days -> days.stream().flatMap(List::stream).sorted(ORDER).toList());
    }

    private Mono<List<UsageLine>> day(LocalDate day, String account, List<AccountHour> hours) {
        return Flux.fromIterable(hours)
                .map(AccountHour::bucket)
                .distinct()
                .flatMap(bucket -> rows(Span.ofDays(day, day), account, bucket), BUCKETS_AT_ONCE_MAX)
                .collect(UsageTally::new, this::add)
                .map(tally -> tally.lines(day).toList());
    }

    private Flux<Row> rows(Span day, String account, long bucket) {
        var select = database.bind(Cql.SELECT_USAGE)
                .setInt(0, Ids.partitionOf(account))
                .setLong(1, bucket)
                .setString(2, account)
                .setInstant(3, day.from())
                .setInstant(4, day.to())
                .setPageSize(PAGE_ROWS);
        return database.rows(select.build());
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
