package io.farebox.cassandra;

import io.farebox.charge.Ids;
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

    private static final int VERSION = 2;

    /** What the first line of a row is compared with. */
    private static final Movement NONE = new Movement(-2, "", "", "", 0, 0, 0, "", "", "", "", "");

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
        Movement before = NONE;
        for (Movement line : lines) {
            line.fields().pack(pack, before.next().fields());
            before = line;
        }
        return pack;
    }

    /** The lines that {@link #pack} packed, the last place first. */
    static List<Movement> unpackNewestFirst(ByteBuffer bytes) {
        Unpack unpack = new Unpack(bytes);
        Columns.checkVersion(VERSION, unpack.count());
        List<Movement> lines = new ArrayList<>();
        Movement before = NONE;
        while (unpack.hasMore()) {
            before = of(Fields.unpack(unpack, before.next().fields()));
            lines.add(before);
        }
        lines.sort((a, b) -> Integer.compare(b.place, a.place));
        return lines;
    }

    /** What a line like this one would be in the next place: of the next send in the record, with the same effect. */
    private Movement next() {
        return new Movement(
                place + 2,
                kind,
                leaf,
                payer,
                creditsMicro,
                availableMicro + creditsMicro,
                messages,
                send.isEmpty() ? send : Ids.send(Ids.recordOf(send), Ids.slotOf(send) + 1),
                reason,
                label,
                reference,
                sender,
                rule,
                feeMicro);
    }

    private Fields fields() {
        return new Fields(
                new long[] {place, creditsMicro, availableMicro, messages, feeMicro},
                new String[] {kind, leaf, payer, send, reason, label, reference, sender, rule});
    }

    private static Movement of(Fields fields) {
        long[] n = fields.numbers();
        String[] t = fields.texts();
        return new Movement(
                Math.toIntExact(n[0]),
                t[0],
                t[1],
                t[2],
                n[1],
                n[2],
                (int) n[3],
                t[3],
                t[4],
                t[5],
                t[6],
                t[7],
                t[8],
                n[4]);
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
