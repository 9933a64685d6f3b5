package io.farebox.directory;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * A plan that gives an account credits again and again.
 *
 * @param creditsMicro what it gives each time, in micro-credits
 * @param startsAt when it gives for the first time
 * @param timeZone in which days and months are counted
 * @param validDays days after which what it gave expires
 * @param note for the ledger, may be empty
 * @param given how often it has given
 */
public record Plan(
        String id,
        String account,
        long creditsMicro,
        Every every,
        Instant startsAt,
        ZoneId timeZone,
        int validDays,
        String note,
        int given,
        Instant createdAt) {

    /** How often a plan gives. */
    public enum Every {
        DAY,
        MONTH
    }

    /** When it gives next. A month that has no such day gives on its last one. */
    public Instant nextAt() {
        ZonedDateTime start = startsAt.atZone(timeZone);
        return switch (every) {
            case DAY -> start.plusDays(given).toInstant();
            case MONTH -> start.plusMonths(given).toInstant();
        };
    }

    /** When that which it gives next expires. */
    public Instant nextExpiresAt() {
        return nextAt().plus(Duration.ofDays(validDays));
    }

    /** The id of the package that it gives next: the same, however often that is tried. */
    public String nextGrant() {
        return id + "-" + given;
    }

    /** The plan once it has given. */
    public Plan gave() {
        return new Plan(id, account, creditsMicro, every, startsAt, timeZone, validDays, note, given + 1, createdAt);
    }
}
