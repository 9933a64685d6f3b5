package io.farebox.cassandra;

import io.farebox.charge.Clause;
import io.farebox.charge.Event;
import io.farebox.charge.Outcome;
import io.farebox.charge.Settlement;
import java.time.Duration;
import java.util.Locale;

/** The words for what has become of a message, in history and usage. */
final class Status {
    static final String RESERVED = "reserved";
    static final String CONFIRMED = "confirmed";
    static final String RELEASED = "released";
    static final String RECHARGED = "recharged";

    private static final Duration HOURS_FROM = Duration.ofHours(2);

    private Status() {}

    /** Why a deadline settled what it did. */
    static String noReport(long sinceMs, Clause clause) {
        Duration waited = Duration.ofMillis(clause.deadlineMs() - sinceMs);
        return waited.compareTo(HOURS_FROM) < 0
                ? "no report in " + Math.max(1, waited.toMinutes()) + " min"
                : "no report in " + waited.toHours() + " h";
    }

    /** The word for what a report made of a message. */
    static String of(Settlement settlement) {
        return word(settlement);
    }

    /** Whether a report with that effect settled its message. */
    static boolean settles(String effect) {
        return effect.equals(CONFIRMED) || effect.equals(RELEASED) || effect.equals(RECHARGED);
    }

    /** The word for what a report says. */
    static String of(Event event) {
        return word(event);
    }

    /** The word for why a report changed nothing. */
    static String of(Outcome.Unchanged.Cause cause) {
        return word(cause);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
