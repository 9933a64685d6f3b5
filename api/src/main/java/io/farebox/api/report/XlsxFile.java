package io.farebox.api.report;

import io.farebox.charge.Credits;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** A report as a spreadsheet of one sheet, whose rows leave memory as they are written. */
final class XlsxFile<T> extends FileWriter<T> {
    /** A sheet has 1,048,576 rows, of which one is the head. */
    private static final int ROWS_MAX = 1_048_575;

    private static final int DECIMALS = 6;

    private final Table<T> table;
    private final Workbook workbook = new Workbook(bytes, "Farebox", "1.0");
    private final Worksheet sheet;
    private int next = 1;

    XlsxFile(Table<T> table) {
        this.table = table;
        sheet = workbook.newWorksheet(table.name());
        for (int i = 0; i < table.columns().size(); i++) {
            sheet.value(0, i, table.columns().get(i).name());
        }
    }

    @Override
    int rowsMax() {
        return ROWS_MAX;
    }

    @Override
    void write(List<T> rows) throws IOException {
        for (T row : rows) {
            for (int i = 0; i < table.columns().size(); i++) {
                cell(i, table.columns().get(i), row);
            }
            next++;
        }
        sheet.flush();
    }

    private void cell(int column, Column<T> kind, T row) {
        Object value = kind.value().apply(row);
        if (value == null) {
            return;
        }
        switch (kind.kind()) {
            // A text cell is never run as a formula, whatever it begins with.
            case TEXT -> sheet.inlineString(next, column, value.toString());
            case NUMBER -> sheet.value(next, column, (Number) value);
            case CREDITS -> {
                BigDecimal credits = BigDecimal.valueOf((Long) value, DECIMALS).stripTrailingZeros();
                sheet.value(next, column, credits.scale() <= 0 ? credits.longValue() : credits);
            }
        }
    }

    @Override
    void end() throws IOException {
        sheet.finish();
        workbook.finish();
        if (next > ROWS_MAX + 1) {
            throw new IllegalStateException(
                    "more than " + Credits.format((long) ROWS_MAX * Credits.MICRO_PER_CREDIT) + " rows");
        }
    }
}
