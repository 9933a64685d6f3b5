package io.farebox.api.carrier;

import io.farebox.api.json.Texts;

/**
 * What a carrier says of one message.
 *
 * @param message our message's id, as it was given; it may be none of ours
 * @param status what it says, in our words
 * @param reason what it says in its own words, for the ledger: one line of at most {@link #REASON_MAX_CHARS}
 */
record Report(String message, Status status, String reason) {
    static final int REASON_MAX_CHARS = 64;

    /** What has become of a message. */
    enum Status {
        /** It arrived. */
        DELIVERED,
        /** The carrier took it and it did not arrive. */
        FAILED,
        /** It never left. */
        NEVER_LEFT,
        /** It is on its way. */
        UNDERWAY,
        /** Nobody knows, and nobody will: the deadline decides. */
        UNKNOWN
    }

    /** A report whose reason is cut and cleaned, because the outside wrote it. */
    static Report of(String message, Status status, String reason) {
        String cut = reason.length() > REASON_MAX_CHARS ? reason.substring(0, REASON_MAX_CHARS) : reason;
        boolean clean = Texts.fault(cut) == null && Texts.isOneLine(cut);
        return new Report(message, status, clean ? cut : cut.replaceAll("[^ -~]", "?"));
    }
}
