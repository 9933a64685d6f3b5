package io.farebox.api.account;

import io.farebox.api.http.Problem;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** When credits expire that are given now. */
final class Expiry {
    /** How long credits are good for where nothing else is said. */
    private static final int YEARS = 2;

    private static final Instant MAX = Instant.parse("9999-12-31T23:59:59Z");

    private Expiry() {}

    /** The time that was asked for, or the usual one. */
    static long ms(@Nullable Instant given, Clock clock) {
        Instant now = clock.instant();
        if (given == null) {
            return now.atZone(ZoneOffset.UTC).plusYears(YEARS).toInstant().toEpochMilli();
        }
        if (!given.isAfter(now) || given.isAfter(MAX)) {
            throw Problem.malformed("/expiresAt", "must be in the future, and before the year 10000");
        }
        return given.toEpochMilli();
    }
}
