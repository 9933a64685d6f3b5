package io.farebox.cassandra;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a page ended, as clients carry it: base64url of a letter for the query and the last item's place in its order.
 *
 * <p>It names a place, not a right: what a cursor can reach is what its query can reach.
 */
final class Cursor {
    private static final int TEXT_MAX_CHARS = 128;
    private static final Pattern LEDGER = Pattern.compile("l:(\\d{1,15}):(\\d{1,16}):(\\d{1,9})");
    private static final Pattern SENDS = Pattern.compile("m:(\\d{1,15}):(\\d{1,16}):(\\d{1,9}):(\\d{1,7})");
    private static final Pattern MESSAGES = Pattern.compile("s:(\\d{1,7})");

    private Cursor() {}

    /** A line of an account's ledger. */
    record Line(long atMs, long seq, int place) {
        /** Before the newest line that is older than that. */
        static Line before(long toMs) {
            return new Line(toMs - 1, Long.MAX_VALUE, Integer.MAX_VALUE);
        }

        String text() {
            return encode("l:" + atMs + ":" + seq + ":" + place);
        }
    }

    /**
     * The message of an account with which a page begins.
     *
     * @param send the line of its send
     * @param index place in the send, from which on messages were not handed out yet
     */
    record Message(Line send, int index) {
        String text() {
            return encode("m:" + send.atMs + ":" + send.seq + ":" + send.place + ":" + index);
        }
    }

    /** The line after which a page of the ledger begins. */
    static Line ledger(@Nullable String cursor, long fromMs, long toMs) {
        return cursor == null ? Line.before(toMs) : line(match(LEDGER, cursor, "ledger"), fromMs, toMs);
    }

    static Message messages(@Nullable String cursor, long fromMs, long toMs) {
        if (cursor == null) {
            return new Message(Line.before(toMs), 0);
        }
        Matcher place = match(SENDS, cursor, "messages");
        return new Message(line(place, fromMs, toMs), Integer.parseInt(place.group(4)));
    }

    private static Line line(Matcher place, long fromMs, long toMs) {
        long atMs = Long.parseLong(place.group(1));
        if (atMs < fromMs || atMs >= toMs) {
            throw new IllegalArgumentException("the cursor lies outside the span that is asked for");
        }
        return new Line(atMs, Long.parseLong(place.group(2)), Integer.parseInt(place.group(3)));
    }

    /** The index with which a page of a send's messages begins. */
    static int index(@Nullable String cursor) {
        return cursor == null
                ? 0
                : Integer.parseInt(match(MESSAGES, cursor, "messages of a send").group(1));
    }

    static String ofIndex(int index) {
        return encode("s:" + index);
    }

    private static Matcher match(Pattern pattern, String cursor, String query) {
        Matcher matcher = pattern.matcher(decode(cursor));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("the cursor is not one of the " + query);
        }
        return matcher;
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String decode(String cursor) {
        if (cursor.length() > TEXT_MAX_CHARS) {
            throw new IllegalArgumentException("the cursor is longer than " + TEXT_MAX_CHARS + " characters");
        }
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("the cursor is not base64url", notBase64);
        }
    }
}
