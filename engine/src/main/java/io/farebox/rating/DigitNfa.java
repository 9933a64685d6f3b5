package io.farebox.rating;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** A nondeterministic automaton over decimal digits, built from its ends to its beginning. */
final class DigitNfa {
    /** All ten digits. */
    static final int ANY = (1 << 10) - 1;

    /** A place in the automaton. */
    sealed interface State {}

    /** Goes on to {@code next} with any digit whose bit is set in {@code digits}. */
    record Step(int digits, int next) implements State {}

    /** Goes on both ways without a digit. */
    record Fork(int one, int other) implements State {}

    /** An end that says what was found. */
    record End(Found found) implements State {}

    /**
     * What a path that ended has found out about a region.
     *
     * @param region the region's place in the order in which libphonenumber tries them
     * @param kind which pattern matched
     * @param lengths a bit for each number of digits at which it counts
     */
    record Found(int region, Kind kind, int lengths) {}

    /** The role of a pattern in a region's metadata. */
    enum Kind {
        LEADING,
        GENERAL,
        TYPE
    }

    private final List<State> states = new ArrayList<>();

    State state(int index) {
        return states.get(index);
    }

    int end(Found found) {
        return add(new End(found));
    }

    int step(int digits, int next) {
        return add(new Step(digits, next));
    }

    int fork(int one, int other) {
        return add(new Fork(one, other));
    }

    /** An end after any further digits. */
    int endAnywhere(Found found) {
        int end = end(found);
        int fork = states.size() + 1;
        return fork(step(ANY, fork), end);
    }

    /** Adds a place, and all that is reached from it without a digit; forks themselves are left out. */
    void reach(int index, SortedSet<Integer> places) {
        if (states.get(index) instanceof Fork fork) {
            reach(fork.one, places);
            reach(fork.other, places);
        } else {
            places.add(index);
        }
    }

    private int add(State state) {
        states.add(state);
        return states.size() - 1;
    }
}
