package io.farebox.audit;

import io.farebox.audit.Difference.Subject;
import java.util.ArrayList;
import java.util.List;

/** The differences of one audit of a partition, as many as are told. */
final class Findings {
    private final int partition;
    private final int max;
    private final List<Difference> told = new ArrayList<>();
    private long count;

    Findings(int partition, int max) {
        this.partition = partition;
        this.max = max;
    }

    void add(Subject subject, String id, String what, String journal, String found, long seq) {
        count++;
        if (told.size() < max) {
            told.add(new Difference(partition, subject, id, what, journal, found, seq));
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    List<Difference> told() {
        return List.copyOf(told);
    }

    long count() {
        return count;
    }
}
