package io.farebox.loadtest.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A reader of HTTP/1.1 responses as they arrive in pieces: status, body, and whether the connection stays open.
 *
 * <p>It reads bodies of a given length, chunked ones, absent ones (204, 304, and interim 1xx answers, which it skips) and
 * those that end with the connection.
 */
final class ResponseReader {
    /** The longest status line, header or chunk size line. */
    static final int LINE_BYTES_MAX = 8 * 1024;

    /** The longest body. */
    static final int BODY_BYTES_MAX = 64 * 1024 * 1024;

    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRANSFER_ENCODING = "transfer-encoding:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONNECTION = "connection:".getBytes(StandardCharsets.US_ASCII);
    private static final int UNTIL_CLOSE = -1;

    private enum Part {
        STATUS,
        HEADER,
        BODY,
        BODY_UNTIL_CLOSE,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER
    }

    private final byte[] line = new byte[LINE_BYTES_MAX];
    private int lineLength;
    private byte[] body = new byte[512];
    private int bodyLength;
    private Part part = Part.STATUS;
    private int status;
    private int remaining;
    private boolean chunked;
    private boolean close;

    /** Reads on; true when a response is complete, with the bytes after it left unread. */
    boolean read(ByteBuf in) {
        while (in.isReadable()) {
            switch (part) {
                case STATUS, HEADER, CHUNK_SIZE, CHUNK_END, TRAILER -> {
                    if (readLine(in) && endOfLine()) {
                        return complete();
                    }
                }
                case BODY -> {
                    if (take(in)) {
                        return complete();
                    }
                }
                case CHUNK -> {
                    if (take(in)) {
                        part = Part.CHUNK_END;
                    }
                }
                case BODY_UNTIL_CLOSE -> {
                    remaining = in.readableBytes();
                    take(in);
                }
            }
        }
        return false;
    }

    /** Whether the end of the connection completes the response that is being read. */
    boolean completeAtClose() {
        return part == Part.BODY_UNTIL_CLOSE && complete();
    }

    int status() {
        return status;
    }

    /** A copy of the body of the response that was completed last. */
    byte[] body() {
        return Arrays.copyOf(body, bodyLength);
    }

    /** Whether the server will close the connection after the response that was completed last. */
    boolean closes() {
        return close;
    }

    /** Forgets what it was reading. */
    void reset() {
        part = Part.STATUS;
        lineLength = 0;
    }

    private boolean complete() {
        reset();
        return true;
    }

    /** Collects up to the line feed; the line is kept without its end. */
    private boolean readLine(ByteBuf in) {
        int readable = in.readableBytes();
        int upToFeed = in.bytesBefore((byte) '\n');
        int length = upToFeed < 0 ? readable : upToFeed;
        if (lineLength + length > LINE_BYTES_MAX) {
            throw new IllegalStateException("a line of a response is longer than " + LINE_BYTES_MAX + " bytes");
        }
        in.readBytes(line, lineLength, length);
        lineLength += length;
        if (upToFeed < 0) {
            return false;
        }
        in.skipBytes(1);
        if (lineLength > 0 && line[lineLength - 1] == '\r') {
            lineLength--;
        }
        return true;
    }

    /** Takes in a whole line; true when the response ends with it. */
    private boolean endOfLine() {
        int length = lineLength;
        lineLength = 0;
        return switch (part) {
            case STATUS -> {
                startResponse(length);
                yield false;
            }
            case HEADER -> length == 0 ? endOfHeaders() : header(length);
            case CHUNK_SIZE -> {
                remaining = checked(number(0, length, 16));
                part = remaining == 0 ? Part.TRAILER : Part.CHUNK;
                yield false;
            }
            case CHUNK_END -> {
                part = Part.CHUNK_SIZE;
                yield false;
            }
            case TRAILER -> length == 0;
            case BODY, BODY_UNTIL_CLOSE, CHUNK -> throw new IllegalStateException("bodies have no lines");
        };
    }

    private void startResponse(int length) {
        if (length < "HTTP/1.1 200".length() || line[0] != 'H') {
            throw new IllegalStateException(
                    "not a status line: " + new String(line, 0, length, StandardCharsets.ISO_8859_1));
        }
        status = (int) number(9, 12, 10);
        close = line[7] == '0';
        bodyLength = 0;
        chunked = false;
        remaining = UNTIL_CLOSE;
        part = Part.HEADER;
    }

    private boolean header(int length) {
        if (startsWith(CONTENT_LENGTH, length)) {
            remaining = checked(number(CONTENT_LENGTH.length, length, 10));
        } else if (startsWith(TRANSFER_ENCODING, length)) {
            chunked = text(TRANSFER_ENCODING.length, length).contains("chunked");
        } else if (startsWith(CONNECTION, length)) {
            close = text(CONNECTION.length, length).contains("close");
        }
        return false;
    }

    private boolean endOfHeaders() {
        if (status < 200) {
            part = Part.STATUS;
            return false;
        }
        if (status == 204 || status == 304) {
            return true;
        }
        if (chunked) {
            part = Part.CHUNK_SIZE;
            return false;
        }
        if (remaining == UNTIL_CLOSE) {
            close = true;
            part = Part.BODY_UNTIL_CLOSE;
            return false;
        }
        part = Part.BODY;
        return remaining == 0;
    }

    /** Takes what is there of the part of the body that is still missing; true when nothing is missing. */
    private boolean take(ByteBuf in) {
        int length = Math.min(remaining, in.readableBytes());
        if (bodyLength + length > BODY_BYTES_MAX) {
            throw new IllegalStateException("a body is longer than " + BODY_BYTES_MAX + " bytes");
        }
        if (bodyLength + length > body.length) {
            body = Arrays.copyOf(body, Math.max(bodyLength + length, 2 * body.length));
        }
        in.readBytes(body, bodyLength, length);
        bodyLength += length;
        remaining -= length;
        return remaining == 0;
    }

    private boolean startsWith(byte[] name, int length) {
        if (length < name.length || (line[0] | 0x20) != name[0]) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            int lower = line[i] >= 'A' && line[i] <= 'Z' ? line[i] | 0x20 : line[i];
            if (lower != name[i]) {
                return false;
            }
        }
        return true;
    }

    private String text(int from, int to) {
        return new String(line, from, to - from, StandardCharsets.ISO_8859_1).toLowerCase(java.util.Locale.ROOT);
    }

    /** The number that stands first in the span, after spaces; chunk extensions after it are passed over. */
    private long number(int from, int to, int radix) {
        int at = from;
        while (at < to && line[at] == ' ') {
            at++;
        }
        long number = 0;
        int start = at;
        for (; at < to; at++) {
            int digit = Character.digit(line[at], radix);
            if (digit < 0) {
                break;
            }
            number = Math.min(number * radix + digit, Integer.MAX_VALUE);
        }
        if (at == start) {
            throw new IllegalStateException("a number is missing in: " + text(0, to));
        }
        return number;
    }

    private static int checked(long length) {
        if (length > BODY_BYTES_MAX) {
            throw new IllegalStateException("a body is longer than " + BODY_BYTES_MAX + " bytes");
        }
        return (int) length;
    }
}
