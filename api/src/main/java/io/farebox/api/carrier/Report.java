package io.farebox.api.carrier;

import io.farebox.api.json.Texts;
import io.farebox.charge.Event;

/**
 * What a carrier says of one message.
 *
 * @param message our message's id, as it was given; it may be none of ours
 * @param event what it says, in our words
 * @param reason what it says in its own words, for the ledger: one line of at most {@link #REASON_MAX_CHARS}
 */
record Report(String message, Event event, String reason) {
    static final int REASON_MAX_CHARS = 64;

    /** A report whose reason is cut and cleaned, because the outside wrote it. */
    static Report of(String message, Event event, String reason) {
        String cut = reason.length() > REASON_MAX_CHARS ? reason.substring(0, REASON_MAX_CHARS) : reason;
        boolean clean = Texts.fault(cut) == null && Texts.isOneLine(cut);
        return new Report(message, event, clean ? cut : cut.replaceAll("[^ -~]", "?"));
    }
}
