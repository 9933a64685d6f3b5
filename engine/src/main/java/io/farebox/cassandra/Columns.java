package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;

/** Reads of columns that are there, or mean an empty text where they are not. */
final class Columns {
    private Columns() {}

    static String text(Row row, String column) {
        String text = row.getString(column);
        return text == null ? "" : text;
    }

    static Instant instant(Row row, String column) {
        return Objects.requireNonNull(row.getInstant(column), column);
    }

    /** What is left of a buffer, which has nothing left afterwards. */
    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** Refuses what was packed in another way than this engine does. */
    static void checkVersion(int ours, int found) {
        if (found != ours) {
            throw new IllegalStateException("a row of version " + found + " where this engine reads version " + ours);
        }
    }
}
