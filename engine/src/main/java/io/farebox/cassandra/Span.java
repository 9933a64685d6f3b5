package io.farebox.cassandra;

import static io.farebox.cassandra.Columns.instant;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import reactor.core.publisher.Flux;

/**
 * A span of time that a query covers, and where in it an account has rows.
 *
 * @param from inclusive
 * @param to exclusive
 */
record Span(Instant from, Instant to) {
    /** How long a span may be. */
    static final int MONTHS_MAX = 13;

    Span {
        if (from.isAfter(to)) {
            throw new IllegalArgumentException("the span ends before it begins");
        }
        if (to.isAfter(
                from.atZone(ZoneOffset.UTC).plusMonths(MONTHS_MAX).plusDays(1).toInstant())) {
            throw new IllegalArgumentException("the span is longer than " + MONTHS_MAX + " months");
        }
    }

    /** Whole UTC days, both inclusive. */
    static Span ofDays(LocalDate from, LocalDate to) {
        return new Span(
                from.atStartOfDay(ZoneOffset.UTC).toInstant(),
                to.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** Where the account has rows up to an instant, newest first, read as far as it is asked for. */
    Flux<AccountHour> hoursUntil(Instant last, Database database, String account) {
        if (account.isEmpty()) {
            return Flux.empty();
        }
        int yearLast = AccountHour.yearOf(last);
        return Flux.range(0, yearLast - AccountHour.yearOf(from) + 1)
                .concatMap(ago -> hours(yearLast - ago, last, database, account), 1);
    }

    private Flux<AccountHour> hours(int year, Instant last, Database database, String account) {
        return database.rows(database.bind(Cql.SELECT_ACCOUNT_HOURS)
                        .setString(0, account)
                        .setInt(1, year)
                        .setInstant(2, AccountHour.hourOf(from))
                        .setInstant(3, last)
                        .build())
                .map(row -> new AccountHour(account, instant(row, "hour"), row.getLong("bucket")));
    }
}
