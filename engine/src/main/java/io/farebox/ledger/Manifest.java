package io.farebox.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the delivery history needs of a send and charging does not; it travels through the journal as opaque bytes.
 *
 * <p>Recipients are personal data: they go to the delivery history and nowhere else.
 *
 * @param channel "sms", "mms", or {@link #RESERVATION} for what is no message
 * @param sender id of the API key that sent it
 * @param connection name of the connection that carries it, may be empty
 * @param reference the sender's own reference, may be empty
 * @param recipients the digits of each E.164 number as a number, in the order of {@code to}; 0 for a recipient whose
 *     number could not be read
 */
public record Manifest(String channel, String sender, String connection, String reference, long[] recipients) {
    /** The channel of a reservation by a caller that prices itself: it has no message and no recipient. */
    public static final String RESERVATION = "reservation";

    /** Bytes of one recipient: fifteen digits fit in 50 bits. */
    private static final int RECIPIENT_BYTES = 7;

    private static final byte VERSION = 1;

    /** The bytes that {@link #decode} reads. */
    public byte[] encode() {
        byte[][] texts = {utf8(channel), utf8(sender), utf8(connection), utf8(reference)};
        int size = 1 + 4 + RECIPIENT_BYTES * recipients.length;
        for (byte[] text : texts) {
            size += 2 + text.length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(size).put(VERSION);
        for (byte[] text : texts) {
            bytes.putShort((short) text.length).put(text);
        }
        bytes.putInt(recipients.length);
        for (long digits : recipients) {
            bytes.put((byte) (digits >>> 48)).putShort((short) (digits >>> 32)).putInt((int) digits);
        }
        return bytes.array();
    }

    /** The manifest that {@link #encode} wrote. */
    public static Manifest decode(byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        byte version = bytes.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("a manifest of version " + version + " is newer than this engine");
        }
        String channel = text(bytes);
        String sender = text(bytes);
        String connection = text(bytes);
        String reference = text(bytes);
        long[] recipients = new long[bytes.getInt()];
        for (int i = 0; i < recipients.length; i++) {
            recipients[i] =
                    (bytes.get() & 0xffL) << 48 | (bytes.getShort() & 0xffffL) << 32 | bytes.getInt() & 0xffffffffL;
        }
        return new Manifest(channel, sender, connection, reference, recipients);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ByteBuffer bytes) {
        byte[] text = new byte[bytes.getShort() & 0xffff];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Manifest that
                && channel.equals(that.channel)
                && sender.equals(that.sender)
                && connection.equals(that.connection)
                && reference.equals(that.reference)
                && Arrays.equals(recipients, that.recipients);
    }

    @Override
    public int hashCode() {
        return 31 * reference.hashCode() + Arrays.hashCode(recipients);
    }
}
