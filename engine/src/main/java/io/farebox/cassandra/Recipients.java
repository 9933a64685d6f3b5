package io.farebox.cassandra;

import io.farebox.charge.Order;
import java.nio.ByteBuffer;

/**
 * Up to a thousand recipients of a send, packed: each the digits of its number (7 bytes) and its price class (2 bytes).
 *
 * @param bytes positioned at the chunk's first recipient
 */
record Recipients(ByteBuffer bytes) {
    /** Recipients in one chunk. */
    static final int CHUNK = 1000;

    private static final int BYTES = 9;

    /** Packs a chunk of an order; a recipient without a number is kept as 0. */
    static Recipients pack(Order order, long[] numbers, int chunk) {
        int from = chunk * CHUNK;
        int to = Math.min(order.count(), from + CHUNK);
        ByteBuffer bytes = ByteBuffer.allocate((to - from) * BYTES);
        for (int i = from; i < to; i++) {
            long digits = i < numbers.length ? numbers[i] : 0;
            bytes.put((byte) (digits >>> 48)).putShort((short) (digits >>> 32)).putInt((int) digits);
            bytes.putShort((short) order.classOf(i));
        }
        return new Recipients(bytes.flip());
    }

    /** How many chunks hold that many recipients; a send without any has one. */
    static int chunks(int recipients) {
        return Math.max(1, (recipients + CHUNK - 1) / CHUNK);
    }

    /** One of them alone. */
    Recipients only(int place) {
        int from = bytes.position() + place * BYTES;
        return new Recipients(bytes.duplicate().position(from).limit(from + BYTES));
    }

    int count() {
        return bytes.remaining() / BYTES;
    }

    /** The recipient in E.164 form, empty where the number was never read. */
    String to(int place) {
        int at = bytes.position() + place * BYTES;
        long digits = (bytes.get(at) & 0xffL) << 48
                | (bytes.getShort(at + 1) & 0xffffL) << 32
                | bytes.getInt(at + 3) & 0xffffffffL;
        return digits == 0 ? "" : "+" + digits;
    }

    /** The recipient's price class, 0 for a refused one. */
    int classOf(int place) {
        return bytes.getShort(bytes.position() + place * BYTES + 7) & 0xffff;
    }
}
