package io.farebox.loadtest.bench;

import java.util.ArrayList;
import java.util.List;

/** Lines of cells as aligned text. */
final class Columns {
    private final List<List<String>> lines = new ArrayList<>();

    Columns(String... head) {
        add(head);
    }

    void add(String... cells) {
        lines.add(List.of(cells));
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
