package io.farebox.cassandra;

import io.farebox.ledger.Pack;
import io.farebox.ledger.Unpack;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of a ledger without what the row it is in says already: account, time and block.
 *
 * @param place unique in the block: twice the entry's index, plus one for the receiving side of a move
 * @param kind see {@link io.farebox.ledger.History.LedgerLine}
 * @param leaf the list or account that caused it
 * @param sender id of the API key of a RESERVED one, else empty
 * @param rule the clause that it was settled by, see {@link io.farebox.charge.Clause#rule}; empty where none was
 * @param feeMicro what was charged of a released message
 */
record Movement(
        int place,
        String kind,
        String leaf,
        String payer,
        long creditsMicro,
        long availableMicro,
        int messages,
        String send,
        String reason,
        String label,
        String reference,
        String sender,
        String rule,
        long feeMicro) {
    static final String RESERVED = "RESERVED";

    private static final int VERSION = 1;

    /** A line that no clause has settled. */
    Movement(
            int place,
            String kind,
            String leaf,
            String payer,
            long creditsMicro,
            long availableMicro,
            int messages,
            String send,
            String reason,
            String label,
            String reference,
            String sender) {
        this(
                place,
                kind,
                leaf,
                payer,
                creditsMicro,
                availableMicro,
                messages,
                send,
                reason,
                label,
                reference,
                sender,
                "",
                0);
    }

    /** Packs lines. */
    static Pack pack(List<Movement> lines) {
        Pack pack = new Pack().number(VERSION);
        for (Movement m : lines) {
            pack.number(m.place)
                    .text(m.kind)
                    .text(m.leaf)
                    .text(m.payer)
                    .number(m.creditsMicro)
                    .number(m.availableMicro)
                    .number(m.messages)
                    .text(m.send)
                    .text(m.reason)
                    .text(m.label)
                    .text(m.reference)
                    .text(m.sender)
                    .text(m.rule)
                    .number(m.feeMicro);
        }
        return pack;
    }

    /** The lines that {@link #pack} packed, the last place first. */
    static List<Movement> unpackNewestFirst(ByteBuffer bytes) {
        Unpack unpack = new Unpack(bytes);
        checkVersion(unpack.count());
        List<Movement> lines = new ArrayList<>();
        while (unpack.hasMore()) {
            lines.add(new Movement(
                    unpack.count(),
                    unpack.text(),
                    unpack.text(),
                    unpack.text(),
                    unpack.number(),
                    unpack.number(),
                    unpack.count(),
                    unpack.text(),
                    unpack.text(),
                    unpack.text(),
                    unpack.text(),
                    unpack.text(),
                    unpack.text(),
                    unpack.number()));
        }
        lines.sort((a, b) -> Integer.compare(b.place, a.place));
        return lines;
    }

    static void checkVersion(int version) {
        if (version != VERSION) {
            throw new IllegalStateException("a row of version " + version + " is newer than this engine");
        }
    }

    /** This one with the next one of its kind: the first one's place, the last one's balance. */
    Movement and(Movement next) {
        return new Movement(
                place,
                kind,
                leaf,
                payer,
                creditsMicro + next.creditsMicro,
                next.availableMicro,
                messages + next.messages,
                send,
                reason,
                label,
                reference,
                sender,
                rule,
                feeMicro + next.feeMicro);
    }
}
