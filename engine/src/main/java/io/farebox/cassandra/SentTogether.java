package io.farebox.cassandra;

import io.farebox.charge.Entry;
import io.farebox.ledger.EntryCodec;
import io.farebox.ledger.Manifest;
import io.farebox.ledger.Pack;
import io.farebox.ledger.Unpack;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sends of one row: a send of any size, or single-message sends in consecutive slots of a record that they share. */
final class SentTogether {
    private static final int VERSION = 1;

    /**
     * What is kept of a send besides its recipients.
     *
     * @param upTo recipients from this index on were not accepted
     * @param size recipients, the refused ones included
     * @param messages messages accepted
     * @param classes the price classes, as EntryCodec writes them
     * @param terms the usual deadline and the settlement policy, see {@link io.farebox.charge.Terms#word}
     */
    record Sent(
            String leaf,
            String channel,
            String label,
            String reference,
            String sender,
            int upTo,
            int size,
            int messages,
            long creditsMicro,
            String classes,
            String terms) {
        /** What the first one of a row is compared with. */
        private static final Sent NONE = new Sent("", "", "", "", "", 0, 0, 0, 0, "", "");

        private static Sent of(Entry.Reserved e, Manifest manifest) {
            return new Sent(
                    e.leaf(),
                    manifest.channel(),
                    e.order().label(),
                    manifest.reference(),
                    manifest.sender(),
                    e.upTo(),
                    e.order().count(),
                    e.count(),
                    e.creditsMicro(),
                    EntryCodec.classes(e.order().classes()),
                    e.terms().word());
        }

        private static Sent of(Fields fields) {
            long[] n = fields.numbers();
            String[] t = fields.texts();
            return new Sent(t[0], t[1], t[2], t[3], t[4], (int) n[0], (int) n[1], (int) n[2], n[3], t[5], t[6]);
        }

        private Fields fields() {
            return new Fields(
                    new long[] {upTo, size, messages, creditsMicro},
                    new String[] {leaf, channel, label, reference, sender, classes, terms});
        }
    }

    private final String record;
    private final int slot;
    private final List<Sent> sends = new ArrayList<>();
    private final List<ByteBuffer> recipients = new ArrayList<>();

    /** A row that begins with this send. */
    SentTogether(Entry.Reserved first, Manifest manifest) {
        record = first.record();
        slot = first.slot();
        add(first, manifest);
    }

    String record() {
        return record;
    }

    int slot() {
        return slot;
    }

    /** Whether a send of the same record belongs in this row, being the next one of a single message. */
    boolean takes(Entry.Reserved next) {
        return next.order().count() == 1
                && isOfSingles()
                && sends.size() < Recipients.CHUNK
                && next.slot() == slot + sends.size();
    }

    /** Whether they are single-message sends, be it one of them. */
    boolean isOfSingles() {
        return sends.get(0).size() == 1;
    }

    void add(Entry.Reserved e, Manifest manifest) {
        sends.add(Sent.of(e, manifest));
        recipients.add(Recipients.pack(e.order(), manifest.recipients(), 0).bytes());
    }

    ByteBuffer packed() {
        Pack pack = new Pack().number(VERSION);
        Sent before = Sent.NONE;
        for (Sent sent : sends) {
            sent.fields().pack(pack, before.fields());
            before = sent;
        }
        return pack.toBuffer();
    }

    /** The first thousand recipients of the send, or the only ones of all of them. */
    ByteBuffer recipients() {
        ByteBuffer all = ByteBuffer.allocate(
                recipients.stream().mapToInt(ByteBuffer::remaining).sum());
        recipients.forEach(one -> all.put(one.duplicate()));
        return all.flip();
    }

    /** One of what {@link #packed} packed, counted from the row's first; null where the row ends before it. */
    static @Nullable Sent unpack(ByteBuffer packed, int place) {
        Unpack unpack = new Unpack(packed);
        Columns.checkVersion(VERSION, unpack.count());
        Sent sent = Sent.NONE;
        for (int i = 0; i <= place; i++) {
            if (!unpack.hasMore()) {
                return null;
            }
            sent = Sent.of(Fields.unpack(unpack, sent.fields()));
        }
        return sent;
    }
}
