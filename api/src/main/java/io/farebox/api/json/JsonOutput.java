package io.farebox.api.json;

import io.farebox.charge.Credits;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A writer of compact JSON in UTF-8, straight into the bytes that go out.
 *
 * <p>It puts the commas and escapes; that braces match and fields have names is its caller's business. Null values
 * leave their field out.
 */
public final class JsonOutput {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int DECIMALS = 6;

    private byte[] bytes;
    private int size;
    private boolean comma;

    public JsonOutput(int bytesExpected) {
        bytes = new byte[bytesExpected];
    }

    /** What was written, up to {@link #size()}; it is the writer's own array. */
    public byte[] array() {
        return bytes;
    }

    /** Bytes written so far. */
    public int size() {
        return size;
    }

    public JsonOutput open() {
        return structure('{', true, false);
    }

    public JsonOutput close() {
        return structure('}', false, true);
    }

    public JsonOutput openArray() {
        return structure('[', true, false);
    }

    public JsonOutput closeArray() {
        return structure(']', false, true);
    }

    /** Opens a field's object. */
    public JsonOutput open(String name) {
        return name(name).open();
    }

    /** Opens a field's array. */
    public JsonOutput openArray(String name) {
        return name(name).openArray();
    }

    /** Writes a field's name, which must be ASCII without anything to escape. */
    @SuppressWarnings("deprecation") // the copy of low bytes is what ASCII needs
    public JsonOutput name(String name) {
        separate();
        int length = name.length();
        room(length + 3);
        bytes[size++] = '"';
        name.getBytes(0, length, bytes, size);
        size += length;
        bytes[size++] = '"';
        bytes[size++] = ':';
        comma = false;
        return this;
    }

    /** Writes a field's name whatever it is. */
    public JsonOutput key(String name) {
        text(name);
        room(1);
        bytes[size++] = ':';
        comma = false;
        return this;
    }

    public JsonOutput field(String name, @Nullable String value) {
        return value == null ? this : name(name).text(value);
    }

    public JsonOutput field(String name, long value) {
        return name(name).number(value);
    }

    public JsonOutput field(String name, boolean value) {
        return name(name).raw(value ? "true" : "false");
    }

    public JsonOutput field(String name, @Nullable Instant value) {
        return value == null ? this : name(name).text(value.toString());
    }

    /** Writes a field that is there even where it has no value. */
    public JsonOutput fieldOrNull(String name, @Nullable String value) {
        return value == null ? name(name).raw("null") : name(name).text(value);
    }

    /** Writes micro-credits as a decimal text of credits. */
    public JsonOutput credits(String name, long micro) {
        name(name).separate();
        room(32);
        bytes[size++] = '"';
        long magnitude = micro;
        if (micro < 0) {
            bytes[size++] = '-';
            magnitude = -micro;
        }
        digits(magnitude / Credits.MICRO_PER_CREDIT);
        int fraction = (int) (magnitude % Credits.MICRO_PER_CREDIT);
        if (fraction != 0) {
            fraction(fraction);
        }
        bytes[size++] = '"';
        comma = true;
        return this;
    }

    private void fraction(int fraction) {
        bytes[size] = '.';
        int rest = fraction;
        for (int i = DECIMALS; i > 0; i--) {
            bytes[size + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += DECIMALS + 1;
        while (bytes[size - 1] == '0') {
            size--;
        }
    }

    public JsonOutput number(long value) {
        separate();
        room(20);
        if (value < 0) {
            raw(Long.toString(value));
        } else {
            digits(value);
        }
        comma = true;
        return this;
    }

    /** Writes a value that is JSON already. */
    public JsonOutput json(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        separate();
        room(utf8.length);
        System.arraycopy(utf8, 0, bytes, size, utf8.length);
        size += utf8.length;
        comma = true;
        return this;
    }

    /** Writes a text; half a surrogate pair becomes a replacement character. */
    public JsonOutput text(String text) {
        separate();
        int length = text.length();
        room(length * 6 + 2);
        bytes[size++] = '"';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                ascii(c);
            } else if (c < 0x800) {
                bytes[size++] = (byte) (0xc0 | c >> 6);
                bytes[size++] = (byte) (0x80 | c & 0x3f);
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                supplementary(Character.toCodePoint(c, text.charAt(++i)));
            } else {
                char shown = Character.isSurrogate(c) ? '\ufffd' : c;
                bytes[size++] = (byte) (0xe0 | shown >> 12);
                bytes[size++] = (byte) (0x80 | shown >> 6 & 0x3f);
                bytes[size++] = (byte) (0x80 | shown & 0x3f);
            }
        }
        bytes[size++] = '"';
        comma = true;
        return this;
    }

    private void ascii(char c) {
        if (c == '"' || c == '\\') {
            bytes[size++] = '\\';
            bytes[size++] = (byte) c;
        } else if (c >= 0x20 && c != 0x7f) {
            bytes[size++] = (byte) c;
        } else {
            bytes[size++] = '\\';
            bytes[size++] = 'u';
            bytes[size++] = '0';
            bytes[size++] = '0';
            bytes[size++] = HEX[c >> 4];
            bytes[size++] = HEX[c & 15];
        }
    }

    private void supplementary(int point) {
        bytes[size++] = (byte) (0xf0 | point >> 18);
        bytes[size++] = (byte) (0x80 | point >> 12 & 0x3f);
        bytes[size++] = (byte) (0x80 | point >> 6 & 0x3f);
        bytes[size++] = (byte) (0x80 | point & 0x3f);
    }

    private void digits(long value) {
        int length = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            length++;
        }
        long rest = value;
        for (int i = size + length - 1; i >= size; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += length;
    }

    private JsonOutput raw(String ascii) {
        separate();
        room(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[size++] = (byte) ascii.charAt(i);
        }
        comma = true;
        return this;
    }

    private JsonOutput structure(char mark, boolean separated, boolean commaAfter) {
        if (separated) {
            separate();
        }
        room(1);
        bytes[size++] = (byte) mark;
        comma = commaAfter;
        return this;
    }

    private void separate() {
        if (comma) {
            room(1);
            bytes[size++] = ',';
            comma = false;
        }
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
