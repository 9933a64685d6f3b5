package io.farebox.api.report;

import io.farebox.api.http.Call;
import io.farebox.api.http.Problem;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * The time that a report is of.
 *
 * @param from inclusive
 * @param to exclusive
 */
record Span(Instant from, Instant to) {
    private static final Duration DEFAULT = Duration.ofDays(30);
    /** Thirteen months, so that a month can be compared with the same one of the year before. */
    private static final Duration LONGEST = Duration.ofDays(397);

    /** The span that a call names by {@code from} and {@code to}, times or days; by default the last 30 days. */
    static Span of(Call call, Clock clock) {
        Instant tomorrow = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
                .plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        Instant to = instant(call, "to", tomorrow);
        Instant from = instant(call, "from", to.minus(DEFAULT));
        if (!from.isBefore(to)) {
            throw Problem.malformed("from", "must be before to");
        }
        if (Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw Problem.malformed("from", "must be at most 13 months before to");
        }
        return new Span(from, to);
    }

    /** The first day. */
    LocalDate fromDay() {
        return LocalDate.ofInstant(from, ZoneOffset.UTC);
    }

    /** The day after the last one. */
    LocalDate toDay() {
        LocalDate day = LocalDate.ofInstant(to, ZoneOffset.UTC);
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().equals(to) ? day : day.plusDays(1);
    }

    private static Instant instant(Call call, String name, Instant absent) {
        String text = call.query(name);
        if (text == null) {
            return absent;
        }
        try {
            Instant instant = text.length() == "2030-01-31".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
            int year = instant.atZone(ZoneOffset.UTC).getYear();
            if (year >= 1970 && year <= 9999) {
                return instant;
            }
        } catch (DateTimeException e) {
            // It is reported below, as any text that is no such time.
        }
        throw Problem.malformed(name, "must be a day or a time as in RFC 3339, such as 2030-01-31T12:00:00Z");
    }
}
