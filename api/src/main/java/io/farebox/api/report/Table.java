package io.farebox.api.report;

import io.farebox.api.json.JsonOutput;
import io.farebox.ledger.Page;
import java.util.List;

/**
 * A report's columns, and the JSON form of its pages.
 *
 * @param name what a file of it is called
 */
record Table<T>(String name, List<Column<T>> columns) {

    JsonOutput page(Page<T> page) {
        JsonOutput out = new JsonOutput(256 + 256 * page.items().size()).open().openArray("items");
        for (T row : page.items()) {
            fields(out.open(), row);
            out.close();
        }
        return out.closeArray().fieldOrNull("next", page.next()).close();
    }

    /** Writes a row's fields into an object. */
    void fields(JsonOutput out, T row) {
        for (Column<T> column : columns) {
            field(out, column, row);
        }
    }

    private static <T> void field(JsonOutput out, Column<T> column, T row) {
        Object value = column.value().apply(row);
        if (value == null) {
            return;
        }
        switch (column.kind()) {
            case TEXT -> out.field(column.name(), value.toString());
            case CREDITS -> out.credits(column.name(), (Long) value);
            case NUMBER -> out.field(column.name(), ((Number) value).longValue());
        }
    }
}
