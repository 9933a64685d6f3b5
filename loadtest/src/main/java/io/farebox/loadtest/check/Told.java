package io.farebox.loadtest.check;

import java.util.List;

/**
 * What the senders and carriers of one account were told.
 *
 * @param account root account that pays for itself
 * @param key a key that reads it
 * @param grantedMicro all that it was given
 * @param sends answered 201
 * @param unanswered references of sends that were sent and not answered 201 or refused: they may have been carried out,
 *     each at most once
 * @param confirmedMicro what reports that were taken have charged
 * @param releasedMicro what reports that were taken have given back
 */
public record Told(
        String account,
        String key,
        long grantedMicro,
        List<Sent> sends,
        List<String> unanswered,
        long confirmedMicro,
        long releasedMicro) {
    public Told {
        sends = List.copyOf(sends);
        unanswered = List.copyOf(unanswered);
    }

    /**
     * A send that was answered 201.
     *
     * @param id the send's
     * @param reference the client's own
     * @param count messages accepted
     * @param creditsMicro credits held for them
     */
    public record Sent(String id, String reference, int count, long creditsMicro) {}

    /** What a message must have become, as its status is written. */
    @FunctionalInterface
    public interface Expectation {
        /** The status of the message of that index: reserved, confirmed, released or recharged. */
        String status(Sent send, int index);
    }
}
