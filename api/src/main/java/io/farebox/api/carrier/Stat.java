package io.farebox.api.carrier;

import io.farebox.charge.Event;
import io.farebox.directory.Connection;
import java.util.Locale;

/** The states of a message in SMPP, by number and by the word in a receipt (SMPP 3.4, 5.2.28 and appendix B). */
final class Stat {
    private Stat() {}

    /** What a state means where the operator may have given the carrier's words a meaning. */
    static Event of(String state, Connection.Mapping mapping) {
        Event mapped = mapping.statuses().get(state.toLowerCase(Locale.ROOT));
        return mapped == null ? of(state) : mapped;
    }

    /** What a state means; a word that nobody knows is not final. */
    static Event of(String state) {
        return switch (state.toUpperCase(Locale.ROOT)) {
            case "2", "DELIVRD", "DELIVERED" -> Event.DELIVERED;
            case "3", "4", "5", "8", "EXPIRED", "DELETED", "UNDELIV", "UNDELIVERABLE", "REJECTD", "REJECTED" ->
                Event.FAILED;
            case "9", "SKIPPED" -> Event.NEVER_LEFT;
            case "7", "UNKNOWN" -> Event.UNKNOWN;
            default -> Event.UNDERWAY;
        };
    }
}
