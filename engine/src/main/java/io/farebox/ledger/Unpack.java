package io.farebox.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link Pack} wrote. */
public final class Unpack {
    private final ByteBuffer bytes;

    public Unpack(ByteBuffer bytes) {
        this.bytes = bytes.duplicate();
    }

    public boolean hasMore() {
        return bytes.hasRemaining();
    }

    public long number() {
        long rest = 0;
        int shift = 0;
        long next;
        do {
            next = bytes.get();
            rest |= (next & 0x7f) << shift;
            shift += 7;
        } while (next < 0);
        return rest >>> 1 ^ -(rest & 1);
    }

    public int count() {
        return Math.toIntExact(number());
    }

    public String text() {
        return new String(raw(), StandardCharsets.UTF_8);
    }

    public List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (int left = count(); left > 0; left--) {
            texts.add(text());
        }
        return texts;
    }

    public byte[] raw() {
        byte[] raw = new byte[count()];
        bytes.get(raw);
        return raw;
    }

    /** See {@link Pack#digits}. */
    public String digits() {
        int count = count();
        byte[] packed = raw();
        StringBuilder digits = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            digits.append(packed.length == 0 ? 0 : packed[i / 4] >> 2 * (i % 4) & 3);
        }
        return digits.toString();
    }
}
