package io.farebox.cassandra;

import io.farebox.ledger.Unpack;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A report as a row keeps it, many packed together.
 *
 * @param slot the send's place in the record
 * @param index the message's place in its send
 * @param event what it says, see {@link Status}
 * @param effect what it did, or why nothing
 * @param reason what it says in the carrier's words
 * @param feeMicro what was charged of a released message
 */
record StoredReport(int slot, int index, String event, String effect, String reason, long feeMicro) {
    /** Messages whose reports share rows, by slot and index together: what a page of messages has to read. */
    static final int CHUNK = 1000;

    private static final int VERSION = 1;

    /** The chunk of a message. */
    static int chunkOf(int slot, int index) {
        return (slot + index) / CHUNK;
    }

    /** The same of another message. */
    StoredReport of(int slot, int index) {
        return new StoredReport(slot, index, event, effect, reason, feeMicro);
    }

    boolean saysTheSame(StoredReport other) {
        return event.equals(other.event)
                && effect.equals(other.effect)
                && reason.equals(other.reason)
                && feeMicro == other.feeMicro;
    }

    /** The reports of a row in report_block, in their order. */
    static List<StoredReport> unpack(ByteBuffer bytes) {
        Unpack unpack = new Unpack(bytes);
        Columns.checkVersion(VERSION, unpack.count());
        List<StoredReport> reports = new ArrayList<>();
        while (unpack.hasMore()) {
            String event = unpack.text();
            String effect = unpack.text();
            String reason = unpack.text();
            long feeMicro = unpack.number();
            for (int left = unpack.count(); left > 0; left--) {
                reports.add(new StoredReport(unpack.count(), unpack.count(), event, effect, reason, feeMicro));
            }
        }
        return reports;
    }
}
