package io.farebox.api.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** What writes a report's file page by page; whatever has been written since is taken away each time. */
abstract sealed class FileWriter<T> permits CsvFile, XlsxFile {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);

    static <T> FileWriter<T> of(Format format, Table<T> table) {
        return switch (format) {
            case CSV -> new CsvFile<>(table);
            case XLSX -> new XlsxFile<>(table);
            case JSON -> throw new IllegalArgumentException("JSON is paged, not a file");
        };
    }

    /** The most rows that the format can hold. */
    abstract int rowsMax();

    abstract void write(List<T> rows) throws IOException;

    abstract void end() throws IOException;

    /** The bytes since the last take. */
    byte[] take() {
        byte[] taken = bytes.toByteArray();
        bytes.reset();
        return taken;
    }

    /** A text that a spreadsheet would run as a formula is led by an apostrophe (OWASP, "CSV injection"). */
    static String harmless(String text) {
        if (text.isEmpty() || "=+-@\t\r".indexOf(text.charAt(0)) < 0) {
            return text;
        }
        return "'" + text;
    }
}
