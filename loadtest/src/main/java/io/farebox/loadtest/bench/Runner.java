package io.farebox.loadtest.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Measures all rows in rounds, each row once a round, so that a slow moment of the machine meets both sides. */
final class Runner {
    private final Field field;
    private final List<Row> rows;
    private final Consumer<String> progress;
    private final Set<String> notes = new LinkedHashSet<>();
    private final Spendings spendings = new Spendings();

    Runner(Field field, List<Row> rows, Consumer<String> progress) {
        this.field = field;
        this.rows = rows;
        this.progress = progress;
    }

    /** The rows that could be measured; what else was seen is in the notes. */
    List<Measured> run() throws InterruptedException {
        List<Measured> all = new ArrayList<>();
        rows.forEach(row -> all.add(new Measured(row)));
        Drain drain = new Drain(field.site().operator(), field.flat(), field.books());
        for (int number = 1; number <= field.settings().rounds(); number++) {
            Round round = new Round(field, drain);
            for (Measured measured : all) {
                if (number == 1 || !measured.row().isMeasuredOnce()) {
                    progress.accept("round " + number + ": " + measured.row().what());
                    measure(measured, round);
                }
            }
            notes.addAll(round.notes());
            spendings.add(round.measured());
        }
        return all.stream().filter(measured -> !measured.isEmpty()).toList();
    }

    Set<String> notes() {
        return notes;
    }

    /** What the loads have taken of the processors. */
    Spendings spendings() {
        return spendings;
    }

    private void measure(Measured measured, Round round) throws InterruptedException {
        try {
            measured.add(measured.row().measure(round));
        } catch (IOException e) {
            notes.add("not measured: " + measured.row().what() + " (" + e.getMessage() + ")");
        }
    }
}
