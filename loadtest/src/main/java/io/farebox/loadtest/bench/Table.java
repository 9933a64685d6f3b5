package io.farebox.loadtest.bench;

import java.util.Locale;

/** The benchmark's rows as aligned text. */
final class Table {
    private final Columns columns =
            new Columns("what", "against", "measured", "yardstick", "value", "spread", "must reach", "");

    void add(Measured measured) {
        Row row = measured.row();
        boolean ratio = measured.yardstick().isPresent();
        columns.add(
                row.what(),
                row.against(),
                ratio ? perSecond(measured.subject()) : "",
                ratio ? perSecond(measured.yardstick().getAsDouble()) : "",
                row.goal().text(measured.value()),
                Goal.number(measured.least()) + " – " + Goal.number(measured.most()),
                row.goal().toString(),
                verdict(measured));
    }

    private static String verdict(Measured measured) {
        return measured.row().goal().isNone() ? "" : measured.isReached() ? "pass" : "FAIL";
    }

    private static String perSecond(double value) {
        return String.format(Locale.ROOT, "%,.0f/s", value);
    }

    @Override
    public String toString() {
        return columns.toString();
    }
}
