package io.farebox.loadtest.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The benchmark's rows as aligned text. */
final class Table {
    private static final List<String> HEAD =
            List.of("what", "against", "measured", "yardstick", "value", "spread", "must reach", "");

    private final List<List<String>> lines = new ArrayList<>(List.of(HEAD));

    void add(Measured measured) {
        Row row = measured.row();
        boolean ratio = measured.yardstick().isPresent();
        lines.add(List.of(
                row.what(),
                row.against(),
                ratio ? perSecond(measured.subject()) : "",
                ratio ? perSecond(measured.yardstick().getAsDouble()) : "",
                row.goal().text(measured.value()),
                Goal.number(measured.least()) + " – " + Goal.number(measured.most()),
                row.goal().toString(),
                verdict(measured)));
    }

    private static String verdict(Measured measured) {
        return measured.row().goal().isNone() ? "" : measured.isReached() ? "pass" : "FAIL";
    }

    private static String perSecond(double value) {
        return String.format(Locale.ROOT, "%,.0f/s", value);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            for (int column = 0; column < line.size(); column++) {
                String cell = line.get(column);
                text.append(cell);
                if (column < line.size() - 1) {
                    text.append(" ".repeat(width(column) - cell.length() + 2));
                }
            }
            text.append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }
}
