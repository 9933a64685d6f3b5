package io.farebox.api.carrier;

import io.farebox.api.carrier.Report.Status;
import java.util.Locale;

/** The states of a message in SMPP, by number and by the word in a receipt (SMPP 3.4, 5.2.28 and appendix B). */
final class Stat {
    private Stat() {}

    /** What a state means; a word that nobody knows is not final. */
    static Status of(String state) {
        return switch (state.toUpperCase(Locale.ROOT)) {
            case "2", "DELIVRD", "DELIVERED" -> Status.DELIVERED;
            case "3", "4", "5", "8", "EXPIRED", "DELETED", "UNDELIV", "UNDELIVERABLE", "REJECTD", "REJECTED" ->
                Status.FAILED;
            case "9", "SKIPPED" -> Status.NEVER_LEFT;
            case "7", "UNKNOWN" -> Status.UNKNOWN;
            default -> Status.UNDERWAY;
        };
    }
}
