package io.farebox.api.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A report as CSV (RFC 4180), in UTF-8. */
final class CsvFile<T> extends FileWriter<T> {
    private final Table<T> table;
    private final Writer text = new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
    private final CsvWriter csv =
            CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text);

    CsvFile(Table<T> table) {
        this.table = table;
        csv.writeRecord(table.columns().stream().map(Column::name).toList());
    }

    @Override
    int rowsMax() {
        return Integer.MAX_VALUE;
    }

    @Override
    void write(List<T> rows) throws IOException {
        for (T row : rows) {
            csv.writeRecord(table.columns().stream()
                    .map(column -> column.free() ? harmless(column.text(row)) : column.text(row))
                    .toList());
        }
        csv.flush();
        text.flush();
    }

    @Override
    void end() throws IOException {
        csv.flush();
        text.flush();
    }
}
