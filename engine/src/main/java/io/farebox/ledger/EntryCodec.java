package io.farebox.ledger;

import io.farebox.charge.Clause;
import io.farebox.charge.Entry;
import io.farebox.charge.Event;
import io.farebox.charge.Funding;
import io.farebox.charge.Lot;
import io.farebox.charge.Node;
import io.farebox.charge.Once;
import io.farebox.charge.Order;
import io.farebox.charge.Outcome;
import io.farebox.charge.PriceClass;
import io.farebox.charge.Settlement;
import io.farebox.charge.Terms;
import io.farebox.charge.Window;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The journal's form of an entry: a head of text and, for a reserved send, a body of bytes (its class map's length in
 * four bytes, its class map, its manifest).
 *
 * <p>Sends of one message that are alike share a head, and have their manifests in its body. So do reports of one
 * record that say the same and come to the same; their body has each message's slot in two bytes and its index in three.
 */
public final class EntryCodec {
    private static final byte[] NO_BYTES = {};
    private static final int MESSAGE_BYTES = 5;
    private static final EntryText TEXT = new EntryText();

    private EntryCodec() {}

    /** The head of an entry. */
    public static String head(Entry entry) {
        return entry.when(TEXT);
    }

    /** The body of an entry, empty for all but reserved sends and reports. */
    public static byte[] body(Entry entry) {
        if (entry instanceof Entry.Reserved reserved) {
            return body(reserved.order());
        }
        if (entry instanceof Entry.Settled settled) {
            return message(settled.slot(), settled.index());
        }
        return entry instanceof Entry.Noted noted ? message(noted.slot(), noted.index()) : NO_BYTES;
    }

    /** The body of a reserved send's entry. */
    public static byte[] body(Order order) {
        byte[] classMap = order.classMap();
        byte[] manifest = order.manifest();
        return ByteBuffer.allocate(4 + classMap.length + manifest.length)
                .putInt(classMap.length)
                .put(classMap)
                .put(manifest)
                .array();
    }

    /** What of a reserved send's head is known before it is decided: all from its record's id on. */
    public static String reservedTail(
            String record, int slot, String leaf, Terms terms, Order order, @Nullable Once once) {
        return EntryText.reservedTail(record, slot, leaf, terms, order, once);
    }

    /** What of the head of sends that are alike is known before it is decided: all from their record's id on. */
    public static String alikeTail(
            String record, int slot, String leaf, Terms terms, long creditsMicro, String classes, String label) {
        return EntryText.alikeTail(record, slot, leaf, terms, creditsMicro, classes, label);
    }

    /** The classes of an order as the journal and the records write them. */
    public static String classes(List<PriceClass> classes) {
        return EntryText.classes(classes);
    }

    /** The classes that {@link #classes} wrote. */
    public static List<PriceClass> classes(String text) {
        List<PriceClass> classes = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            int first = one.indexOf(':');
            int second = one.indexOf(':', first + 1);
            classes.add(new PriceClass(
                    one.substring(0, first),
                    Integer.parseInt(one.substring(first + 1, second)),
                    Long.parseLong(one.substring(second + 1))));
        }
        return classes;
    }

    /** Adds the entries that a head and a body stand for. */
    private static void decode(String head, byte[] body, List<Entry> entries) {
        Fields f = new Fields(head);
        String kind = f.text();
        switch (kind) {
            case "B" -> alike(f, ByteBuffer.wrap(body), entries);
            case "Z" -> settled(f, ByteBuffer.wrap(body), entries);
            case "I" -> noted(f, ByteBuffer.wrap(body), entries);
            default -> entries.add(entry(kind, f, body));
        }
    }

    /** The bytes of a message within its record. */
    public static byte[] message(int slot, int index) {
        return new byte[] {(byte) (slot >> 8), (byte) slot, (byte) (index >> 16), (byte) (index >> 8), (byte) index};
    }

    private static void settled(Fields f, ByteBuffer messages, List<Entry> entries) {
        Settlement settlement = Settlement.of(f.code());
        Event event = Event.of(f.code());
        String record = f.text();
        String leaf = f.text();
        int depth = f.count();
        String payer = f.text();
        PriceClass priceClass = new PriceClass(f.text(), f.count(), f.number());
        long feeMicro = f.number();
        long availableMicro = f.number();
        String rule = f.text();
        String reason = f.text();
        String label = f.text();
        long change = settlement.changeMicro(priceClass.creditsMicro(), feeMicro);
        while (messages.hasRemaining()) {
            int slot = slot(messages);
            int index = index(messages);
            int later = messages.remaining() / MESSAGE_BYTES;
            entries.add(new Entry.Settled(
                    settlement,
                    event,
                    record,
                    slot,
                    index,
                    leaf,
                    depth,
                    payer,
                    priceClass,
                    feeMicro,
                    availableMicro - later * change,
                    rule,
                    reason,
                    label));
        }
    }

    private static void noted(Fields f, ByteBuffer messages, List<Entry> entries) {
        Event event = Event.of(f.code());
        Outcome.Unchanged.Cause cause = cause(f.code());
        String record = f.text();
        String reason = f.text();
        while (messages.hasRemaining()) {
            entries.add(new Entry.Noted(event, cause, record, slot(messages), index(messages), reason));
        }
    }

    private static int slot(ByteBuffer messages) {
        return messages.getShort() & 0xffff;
    }

    private static int index(ByteBuffer messages) {
        return (messages.getShort() & 0xffff) << 8 | messages.get() & 0xff;
    }

    /** The cause that a letter stands for in the journal and in replies. */
    public static Outcome.Unchanged.Cause cause(char code) {
        for (Outcome.Unchanged.Cause cause : Outcome.Unchanged.Cause.values()) {
            if (EntryText.code(cause) == code) {
                return cause;
            }
        }
        throw new IllegalArgumentException("no cause has the code " + code);
    }

    private static Entry entry(String kind, Fields f, byte[] body) {
        return switch (kind) {
            case "O" ->
                new Entry.Opened(
                        f.text(), f.textOrNull(), Funding.of(f.code()), f.number(), f.window(), f.number(), f.once());
            case "P" -> new Entry.ListPut(f.text(), Funding.of(f.code()), f.number(), f.window());
            case "M" -> new Entry.Moved(f.text(), f.text(), f.number(), f.number(), f.number());
            case "G" ->
                new Entry.Granted(
                        f.text(),
                        f.text(),
                        f.number(),
                        f.number(),
                        f.count() == 1,
                        f.number(),
                        f.text(),
                        f.text(),
                        f.once());
            case "T" ->
                new Entry.Transferred(
                        f.text(), f.text(), f.number(), lots(f.text()), f.number(), f.number(), f.text(), f.once());
            case "A" -> new Entry.Adjusted(f.text(), f.text(), f.number(), f.number(), f.number(), f.text(), f.once());
            case "E" -> new Entry.LotsEnded(f.text());
            case "X" -> new Entry.Expired(f.text(), f.text(), f.number(), f.number());
            case "N" -> new Entry.FundingSet(f.text(), Funding.of(f.code()), f.number(), f.window(), f.number());
            case "H" -> new Entry.TopUpSet(f.text(), f.number(), f.number());
            case "K" ->
                new Entry.Cancelled(
                        f.text(),
                        f.count(),
                        f.text(),
                        f.count(),
                        f.text(),
                        f.count(),
                        f.number(),
                        f.number(),
                        f.text());
            case "C" ->
                new Entry.Concluded(
                        f.text(),
                        f.count(),
                        f.text(),
                        f.count(),
                        f.text(),
                        f.number(),
                        f.number(),
                        f.number(),
                        f.text(),
                        f.once());
            case "U" -> new Entry.StatusSet(f.text(), Node.Status.of(f.code()));
            case "W" -> new Entry.WindowRolled(f.text(), f.window());
            case "R" -> reserved(f, ByteBuffer.wrap(body));
            case "L" ->
                new Entry.Lapsed(
                        f.text(),
                        f.count(),
                        f.text(),
                        f.count(),
                        f.text(),
                        Clause.of(f.text()),
                        f.number(),
                        f.count(),
                        f.number(),
                        f.number(),
                        f.text());
            case "D" -> new Entry.PutOff(f.text(), f.number());
            case "F" -> new Entry.Forgotten(f.text());
            default -> throw new IllegalArgumentException("an entry of kind " + kind + " is newer than this engine");
        };
    }

    private static void alike(Fields f, ByteBuffer manifests, List<Entry> entries) {
        int depth = f.count();
        String payer = f.text();
        int held = f.count();
        long availableMicro = f.number();
        String record = f.text();
        int slot = f.count();
        String leaf = f.text();
        Terms terms = Terms.of(f.number(), f.text());
        long creditsMicro = f.number();
        List<PriceClass> classes = classes(f.text());
        String label = f.text();
        for (int i = 0; i < held; i++) {
            Order order = new Order(1, classes, NO_BYTES, creditsMicro, label, part(manifests));
            long after = availableMicro + (held - 1 - i) * creditsMicro;
            entries.add(new Entry.Reserved(
                    record, slot + i, leaf, depth, payer, 1, 1, creditsMicro, terms, after, order, null));
        }
    }

    private static Entry reserved(Fields f, ByteBuffer body) {
        int depth = f.count();
        String payer = f.text();
        int upTo = f.count();
        int count = f.count();
        long creditsMicro = f.number();
        long availableMicro = f.number();
        String record = f.text();
        int slot = f.count();
        String leaf = f.text();
        Terms terms = Terms.of(f.number(), f.text());
        Order order = order(f, body);
        return new Entry.Reserved(
                record, slot, leaf, depth, payer, upTo, count, creditsMicro, terms, availableMicro, order, f.once());
    }

    /** A length that bytes claim: what is no entry must not become an array that there is no memory for. */
    private static int within(ByteBuffer body, int length) {
        if (length < 0 || length > body.remaining()) {
            throw new IllegalArgumentException(
                    "an entry's part of " + length + " bytes in a body of " + body.remaining());
        }
        return length;
    }

    private static Order order(Fields f, ByteBuffer body) {
        int count = f.count();
        long totalMicro = f.number();
        List<PriceClass> classes = classes(f.text());
        byte[] classMap = new byte[within(body, body.getInt())];
        body.get(classMap);
        byte[] manifest = new byte[body.remaining()];
        body.get(manifest);
        return new Order(count, classes, classMap, totalMicro, f.text(), manifest);
    }

    /** A block's entries as bytes: each head and each body with its length in four bytes before it. */
    public static byte[] encodeBlock(List<Entry> entries) {
        List<byte[]> parts = new ArrayList<>(2 * entries.size());
        for (Entry entry : entries) {
            parts.add(head(entry).getBytes(StandardCharsets.UTF_8));
            parts.add(body(entry));
        }
        return parts(parts);
    }

    /** Byte strings in a row, each with its length in four bytes before it. */
    public static byte[] parts(List<byte[]> parts) {
        int size = 0;
        for (byte[] part : parts) {
            size += 4 + part.length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        parts.forEach(part -> bytes.putInt(part.length).put(part));
        return bytes.array();
    }

    private static List<Lot> lots(String text) {
        List<Lot> lots = new ArrayList<>();
        for (String one : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int second = one.lastIndexOf(':');
            int first = one.lastIndexOf(':', second - 1);
            lots.add(new Lot(
                    one.substring(0, first),
                    Long.parseLong(one.substring(first + 1, second)),
                    Long.parseLong(one.substring(second + 1))));
        }
        return lots;
    }

    /** The entries that {@link #encodeBlock} wrote. */
    public static List<Entry> decodeBlock(byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        List<Entry> entries = new ArrayList<>();
        while (bytes.hasRemaining()) {
            String head = new String(part(bytes), StandardCharsets.UTF_8);
            decode(head, part(bytes), entries);
        }
        return entries;
    }

    private static byte[] part(ByteBuffer bytes) {
        byte[] part = new byte[within(bytes, bytes.getInt())];
        bytes.get(part);
        return part;
    }

    /** Reads a head's fields one after the other. */
    private static final class Fields {
        private final String head;
        private int at;

        Fields(String head) {
            this.head = head;
        }

        String text() {
            int end = head.indexOf(EntryText.SEPARATOR, at);
            String field = head.substring(at, end < 0 ? head.length() : end);
            at += field.length() + 1;
            return field;
        }

        @Nullable
        String textOrNull() {
            String field = text();
            return field.isEmpty() ? null : field;
        }

        char code() {
            return text().charAt(0);
        }

        long number() {
            return Long.parseLong(text());
        }

        int count() {
            return Integer.parseInt(text());
        }

        Window window() {
            return new Window(Window.Kind.of(code()), number(), number());
        }

        @Nullable
        Once once() {
            String key = text();
            String fingerprint = text();
            return key.isEmpty() ? null : new Once(key, fingerprint);
        }
    }
}
