package io.farebox.cassandra;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link Pack} wrote. */
final class Unpack {
    private final ByteBuffer bytes;

    Unpack(ByteBuffer bytes) {
        this.bytes = bytes.duplicate();
    }

    boolean hasMore() {
        return bytes.hasRemaining();
    }

    long number() {
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

    int count() {
        return Math.toIntExact(number());
    }

    String text() {
        byte[] utf8 = new byte[count()];
        bytes.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
