package io.farebox.cassandra;

import io.farebox.charge.Ids;
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
    private static final Pattern SENDS = Pattern.compile("m:(\\d{1,15}):(s[0-9a-z]{18}):(\\d{1,7})");
    private static final Pattern MESSAGES = Pattern.compile("s:(\\d{1,7})");

    private Cursor() {}

    /** The line of a ledger after which a page begins. */
    record OfLedger(long atMs, long seq, int place) {
        String text() {
            return encode("l:" + atMs + ":" + seq + ":" + place);
        }
    }

    /**
     * The message of an account with which a page begins.
     *
     * @param index place in the send, from which on messages were not handed out yet
     */
    record OfMessages(long atMs, String send, int index) {
        String text() {
            return encode("m:" + atMs + ":" + send + ":" + index);
        }
    }

    static OfLedger ledger(@Nullable String cursor, long fromMs, long toMs) {
        if (cursor == null) {
            return new OfLedger(toMs, 0, 0);
        }
        Matcher place = match(LEDGER, cursor, "ledger");
        long atMs = Long.parseLong(place.group(1));
        checkWithin(atMs, fromMs, toMs);
        return new OfLedger(atMs, Long.parseLong(place.group(2)), Integer.parseInt(place.group(3)));
    }

    static @Nullable OfMessages messages(@Nullable String cursor, long fromMs, long toMs) {
        if (cursor == null) {
            return null;
        }
        Matcher place = match(SENDS, cursor, "messages");
        long atMs = Long.parseLong(place.group(1));
        checkWithin(atMs, fromMs, toMs);
        if (!Ids.isSend(place.group(2))) {
            throw new IllegalArgumentException("the cursor names no send");
        }
        return new OfMessages(atMs, place.group(2), Integer.parseInt(place.group(3)));
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

    private static void checkWithin(long atMs, long fromMs, long toMs) {
        if (atMs < fromMs || atMs >= toMs) {
            throw new IllegalArgumentException("the cursor lies outside the span that is asked for");
        }
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
