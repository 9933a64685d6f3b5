package io.farebox.cassandra;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import reactor.core.publisher.Flux;

/**
 * A span of time that a query covers, and the days in it that have rows.
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

    /** The days up to an instant on which the account has rows, newest first. */
    Flux<LocalDate> daysUntil(Instant last, Database database, String account) {
        if (account.isEmpty()) {
            return Flux.empty();
        }
        return database.rows(database.bind(Cql.SELECT_ACTIVE_DAYS)
                        .setString(0, account)
                        .setLocalDate(1, LocalDate.ofInstant(from, ZoneOffset.UTC))
                        .setLocalDate(2, LocalDate.ofInstant(last, ZoneOffset.UTC))
                        .build())
                .mapNotNull(row -> row.getLocalDate(0));
    }
}
