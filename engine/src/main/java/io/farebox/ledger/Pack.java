package io.farebox.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes numbers and texts one after the other, small ones in few bytes; {@link Unpack} reads them in the same order. */
public final class Pack {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    /** A number of either sign: small magnitudes take few bytes. */
    public Pack number(long number) {
        long rest = number << 1 ^ number >> 63;
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    public Pack text(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    public Pack texts(List<String> texts) {
        number(texts.size());
        texts.forEach(this::text);
        return this;
    }

    public Pack raw(byte[] raw) {
        number(raw.length);
        bytes.write(raw, 0, raw.length);
        return this;
    }

    /** Digits from 0 to 3, two bits each; none is written where all are 0. */
    public Pack digits(String digits) {
        number(digits.length());
        boolean any = digits.chars().anyMatch(digit -> digit != '0');
        byte[] packed = new byte[any ? (digits.length() + 3) / 4 : 0];
        for (int i = 0; any && i < digits.length(); i++) {
            packed[i / 4] |= (byte) (digits.charAt(i) - '0' << 2 * (i % 4));
        }
        return raw(packed);
    }

    /** Bytes written so far. */
    public int size() {
        return bytes.size();
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }

    public ByteBuffer toBuffer() {
        return ByteBuffer.wrap(bytes());
    }
}
