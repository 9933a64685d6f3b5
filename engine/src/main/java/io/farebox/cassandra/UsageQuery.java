package io.farebox.cassandra;

import io.farebox.cassandra.AccountRun.Seen;
import io.farebox.ledger.History.UsageLine;
import io.farebox.ledger.Unavailable;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The query for an account's usage: it sums what the blocks of each day have contributed. */
final class UsageQuery {
    /** Hours and buckets of a day that are read at once. */
    private static final int HOURS_AT_ONCE_MAX = 8;

    private static final int PAGE_ROWS = 500;
    private static final Comparator<UsageLine> ORDER = Comparator.comparing(UsageLine::day)
            .thenComparing(UsageLine::list)
            .thenComparing(UsageLine::label)
            .thenComparing(UsageLine::country)
            .thenComparing(UsageLine::status);

    private final Database database;
    private final SeenQuery seen;
    private final int linesMax;

    UsageQuery(Database database, int linesMax) {
        this.database = database;
        seen = new SeenQuery(database, SeenQuery.What.USAGE, PAGE_ROWS);
        this.linesMax = linesMax;
    }

    Mono<List<UsageLine>> lines(String account, Span span) {
        return span.hoursUntil(span.to().minusMillis(1), database, account)
                .bufferUntilChanged(AccountHour::day)
                .concatMap(hours -> day(hours.get(0).day(), hours), 1)
                .collectList()
                .map(days -> days.stream().flatMap(List::stream).sorted(ORDER).toList());
    }

    private Mono<List<UsageLine>> day(LocalDate day, List<AccountHour> hours) {
        return Flux.fromIterable(hours)
                .flatMap(this::usage, HOURS_AT_ONCE_MAX)
                .collect(UsageTally::new, this::add)
                .map(tally -> tally.lines(day).toList());
    }

    private Flux<Seen> usage(AccountHour hour) {
        return seen.of(hour, new Span(hour.hour(), hour.end()));
    }

    private void add(UsageTally tally, Seen block) {
        tally.add(block.bytes());
        if (tally.size() > linesMax) {
            throw new Unavailable(
                    Unavailable.Cause.OVERLOADED, 0, "one day of usage has more than " + linesMax + " lines");
        }
    }
}
