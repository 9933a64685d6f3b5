package io.farebox.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.farebox.charge.Order;
import io.farebox.charge.Part;
import io.farebox.charge.Terms;
import io.farebox.ledger.EntryCodec;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A record of holds as the fields of its hash, which record.lua explains; both ways. */
final class RecordFields {
    private static final int CHUNK = 256;
    private static final int PER_BYTE = 4;
    private static final String SEPARATOR = "\u001f";
    private static final String DESCRIPTIONS = "\u001e";

    private RecordFields() {}

    /** The record that fields stand for, of which the head is separated text. */
    static Part.OfRecord read(String id, Map<String, byte[]> fields) {
        Replies.Fields head = new Replies.Fields(text(fields, "h"));
        long atMs = head.number();
        long deadlineMs = head.number();
        Terms terms = Terms.of(deadlineMs, head.text());
        int heldCount = head.count();
        long reserved = head.number();
        long confirmed = head.number();
        long released = head.number();
        long dueMs = head.number();
        boolean anyReleased = head.count() == 1;
        List<Part.Send> sends = sends(fields);
        return new Part.OfRecord(
                id,
                terms,
                atMs,
                dueMs,
                anyReleased,
                heldCount,
                reserved,
                confirmed,
                released,
                sends,
                statuses(fields, sends));
    }

    private static List<Part.Send> sends(Map<String, byte[]> fields) {
        String[] descriptions = text(fields, "d").split(DESCRIPTIONS, -1);
        byte[] numbers = fields.getOrDefault("m", new byte[] {1});
        List<Part.Send> sends = new ArrayList<>();
        for (int slot = 0; slot < numbers.length; slot++) {
            int number = numbers[slot] & 0xff;
            if (number > 0) {
                sends.add(send(slot, descriptions[number - 1], fields));
            }
        }
        return sends;
    }

    private static Part.Send send(int slot, String description, Map<String, byte[]> fields) {
        Replies.Fields f = new Replies.Fields(description);
        int depth = f.count();
        int upTo = f.count();
        int accepted = f.count();
        int width = f.count();
        String leaf = f.text();
        String classes = f.text();
        String label = f.text();
        byte[] map = width == 0 ? new byte[0] : chunks(fields, "c");
        int count = width == 0 ? upTo : map.length / width;
        Order order = new Order(count, EntryCodec.classes(classes), map, 0, label, new byte[0]);
        return new Part.Send(slot, leaf, depth, upTo, accepted, order);
    }

    private static byte[] chunks(Map<String, byte[]> fields, String name) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int k = 0; fields.containsKey(name + k); k++) {
            all.writeBytes(fields.getOrDefault(name + k, new byte[0]));
        }
        return all.toByteArray();
    }

    private static String statuses(Map<String, byte[]> fields, List<Part.Send> sends) {
        if (sends.isEmpty()) {
            return "";
        }
        Part.Send last = sends.get(sends.size() - 1);
        int positions = last.slot() + last.upTo();
        StringBuilder statuses = new StringBuilder(positions);
        for (int position = 0; position < positions; position++) {
            byte[] chunk = fields.getOrDefault("s" + position / CHUNK, new byte[0]);
            int within = position % CHUNK;
            int packed = within / PER_BYTE < chunk.length ? chunk[within / PER_BYTE] : 0;
            statuses.append(packed >> 2 * (within % PER_BYTE) & 3);
        }
        return statuses.toString();
    }

    private static String text(Map<String, byte[]> fields, String name) {
        return new String(fields.getOrDefault(name, new byte[0]), UTF_8);
    }

    /** The nine fields of a record's head, in order. */
    static List<String> head(Part.OfRecord record) {
        return List.of(
                Long.toString(record.atMs()),
                Long.toString(record.terms().usual().deadlineMs()),
                record.terms().code(),
                Integer.toString(record.heldCount()),
                Long.toString(record.reservedMicro()),
                Long.toString(record.confirmedMicro()),
                Long.toString(record.releasedMicro()),
                Long.toString(record.dueMs()),
                record.anyReleased() ? "1" : "0");
    }

    /** The other fields of a record. */
    static Map<String, byte[]> write(Part.OfRecord record) {
        Map<String, byte[]> fields = new LinkedHashMap<>();
        List<String> descriptions = new ArrayList<>();
        byte[] numbers = numbers(record.sends(), descriptions);
        fields.put("d", String.join(DESCRIPTIONS, descriptions).getBytes(UTF_8));
        boolean alone = record.sends().size() == 1 && record.sends().get(0).slot() == 0;
        if (!alone) {
            fields.put("m", numbers);
        } else {
            split(fields, "c", record.sends().get(0).order());
        }
        for (int from = 0; from < record.statuses().length(); from += CHUNK) {
            String part = record.statuses()
                    .substring(from, Math.min(from + CHUNK, record.statuses().length()));
            if (part.chars().anyMatch(status -> status != '0')) {
                fields.put("s" + from / CHUNK, packed(part));
            }
        }
        return fields;
    }

    /** One byte for each slot: the number of its description, from 1, or 0 where nothing is held. */
    private static byte[] numbers(List<Part.Send> sends, List<String> descriptions) {
        int slots = sends.isEmpty() ? 0 : sends.get(sends.size() - 1).slot() + 1;
        byte[] numbers = new byte[slots];
        for (Part.Send send : sends) {
            String description = description(send);
            int known = descriptions.indexOf(description);
            if (known < 0) {
                descriptions.add(description);
                known = descriptions.size() - 1;
            }
            numbers[send.slot()] = (byte) (known + 1);
        }
        return numbers;
    }

    private static String description(Part.Send send) {
        return String.join(
                SEPARATOR,
                Integer.toString(send.depth()),
                Integer.toString(send.upTo()),
                Integer.toString(send.accepted()),
                Integer.toString(send.order().classMap().length / send.order().count()),
                send.leaf(),
                EntryCodec.classes(send.order().classes()),
                send.order().label());
    }

    private static void split(Map<String, byte[]> fields, String name, Order order) {
        String map = new String(order.classMap(), ISO_8859_1);
        int step = CHUNK * (map.length() / order.count());
        for (int from = 0; from < map.length(); from += step) {
            String part = map.substring(from, Math.min(from + step, map.length()));
            fields.put(name + from / step, part.getBytes(ISO_8859_1));
        }
    }

    private static byte[] packed(String statuses) {
        byte[] packed = new byte[(statuses.length() + PER_BYTE - 1) / PER_BYTE];
        for (int i = 0; i < statuses.length(); i++) {
            packed[i / PER_BYTE] |= (byte) (statuses.charAt(i) - '0' << 2 * (i % PER_BYTE));
        }
        return packed;
    }
}
