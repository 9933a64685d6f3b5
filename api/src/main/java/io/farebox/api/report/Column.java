package io.farebox.api.report;

import java.util.function.Function;

/**
 * A column of a report: its name in JSON and in the head of a file, and its value in a row.
 *
 * @param kind how a value is written
 * @param free whether the outside wrote the value, so that a spreadsheet must not take it for a formula
 */
record Column<T>(String name, Kind kind, boolean free, Function<T, Object> value) {
    /** How values are written. */
    enum Kind {
        TEXT,
        /** A long of micro-credits. */
        CREDITS,
        /** A whole number. */
        NUMBER
    }

    static <T> Column<T> text(String name, Function<T, Object> value) {
        return new Column<>(name, Kind.TEXT, false, value);
    }

    static <T> Column<T> free(String name, Function<T, Object> value) {
        return new Column<>(name, Kind.TEXT, true, value);
    }

    static <T> Column<T> credits(String name, Function<T, Long> value) {
        return new Column<>(name, Kind.CREDITS, false, value::apply);
    }

    static <T> Column<T> number(String name, Function<T, Number> value) {
        return new Column<>(name, Kind.NUMBER, false, value::apply);
    }

    /** The value as a text; a missing one is empty. */
    String text(T row) {
        Object value = value().apply(row);
        if (value == null) {
            return "";
        }
        return kind == Kind.CREDITS ? io.farebox.charge.Credits.format((Long) value) : value.toString();
    }
}
