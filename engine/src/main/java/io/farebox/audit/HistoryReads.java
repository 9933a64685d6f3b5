package io.farebox.audit;

/** How many queries to the history an audit of a partition may still make. */
final class HistoryReads {
    private long left;
    private boolean exhausted;

    HistoryReads(long max) {
        left = max;
    }

    /** Takes one; false where none is left. */
    boolean take() {
        if (left == 0) {
            exhausted = true;
            return false;
        }
        left--;
        return true;
    }

    /** Whether something was not compared because none was left. */
    boolean isExhausted() {
        return exhausted;
    }
}
