package io.farebox.rating;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The regions of a shared calling code as a deterministic automaton over the digits of the national number.
 *
 * <p>One table look-up per digit answers what libphonenumber finds by trying the regular expressions of up to 25
 * regions in turn. It needs no warm-up and at most 14 steps, where a cache of leading digits would mostly miss: a burst
 * of North American numbers has millions of different ones.
 */
final class RegionAutomaton {
    private final Country[] countries;
    /** At state × 10 + digit the next state, or the complement of a country's index when that is decided. */
    private final short[] next;
    /** For each state the index of the country when the number ends there. */
    private final byte[] ends;

    private RegionAutomaton(Country[] countries, short[] next, byte[] ends) {
        this.countries = countries;
        this.next = next;
        this.ends = ends;
    }

    /** The country of a national number, given as the {@link E164#fraction} of its digits and their number. */
    Country country(long fraction, int length) {
        long rest = fraction;
        int state = 0;
        for (int i = 0; i < length; i++) {
            state = next[state * 10 + E164.digit(rest)];
            if (state < 0) {
                return countries[~state];
            }
            rest = E164.rest(rest);
        }
        return countries[ends[state]];
    }

    /**
     * Makes the automaton deterministic.
     *
     * @param countries in the order in which they are tried; the first is also the answer when none matches
     * @param start where the patterns begin
     * @param lengthMax the most digits of a national number
     */
    static RegionAutomaton of(List<Country> countries, DigitNfa nfa, int start, int lengthMax) {
        if (countries.size() > Integer.SIZE) {
            throw new IllegalStateException("a calling code is shared by more than " + Integer.SIZE + " regions");
        }
        Build build = new Build(nfa, lengthMax);
        SortedSet<Integer> places = new TreeSet<>();
        nfa.reach(start, places);
        build.stateOf(places, 0);
        // The list grows while it is worked off.
        for (int state = 0; state < build.sets.size(); state++) {
            build.connect(state);
        }
        short[] next = new short[build.rows.size() * 10];
        byte[] ends = new byte[build.rows.size()];
        for (int state = 0; state < ends.length; state++) {
            System.arraycopy(build.rows.get(state), 0, next, state * 10, 10);
            ends[state] = (byte) build.region(build.sets.get(state));
        }
        return new RegionAutomaton(countries.toArray(Country[]::new), next, ends);
    }

    /** The subset construction. A state is the digits read so far, counted, and the places that can be reached. */
    private static final class Build {
        private final DigitNfa nfa;
        private final int lengthMax;
        private final Map<IntBuffer, Integer> states = new HashMap<>();
        private final List<int[]> sets = new ArrayList<>();
        private final List<short[]> rows = new ArrayList<>();

        Build(DigitNfa nfa, int lengthMax) {
            this.nfa = nfa;
            this.lengthMax = lengthMax;
        }

        void connect(int state) {
            int[] set = sets.get(state);
            short[] row = new short[10];
            for (int digit = 0; digit < 10 && set[0] < lengthMax; digit++) {
                SortedSet<Integer> places = new TreeSet<>();
                for (int i = 1; i < set.length; i++) {
                    if (nfa.state(set[i]) instanceof DigitNfa.Step step && (step.digits() >>> digit & 1) != 0) {
                        nfa.reach(step.next(), places);
                    }
                }
                row[digit] = (short) stateOf(places, set[0] + 1);
            }
            rows.add(row);
        }

        int stateOf(SortedSet<Integer> places, int length) {
            int[] set = new int[places.size() + 1];
            set[0] = length;
            int size = 1;
            for (int place : places) {
                set[size++] = place;
            }
            if (isDecided(set)) {
                return ~region(set);
            }
            Integer known = states.putIfAbsent(IntBuffer.wrap(set), sets.size());
            if (known != null) {
                return known;
            }
            sets.add(set);
            if (sets.size() > Short.MAX_VALUE) {
                throw new IllegalStateException("the numbering plan needs more than " + Short.MAX_VALUE + " states");
            }
            return sets.size() - 1;
        }

        /** Nothing can match any more, or only leading digits have, which no further digit undoes. */
        private boolean isDecided(int[] set) {
            return set.length == 1
                    || (set.length == 3
                            && Arrays.stream(set, 1, 3)
                                    .mapToObj(nfa::state)
                                    .anyMatch(state -> state instanceof DigitNfa.End end
                                            && end.found().kind() == DigitNfa.Kind.LEADING));
        }

        /** The first region that matches when the number ends here; 0 when none does. */
        int region(int[] set) {
            int leading = 0;
            int general = 0;
            int type = 0;
            for (int i = 1; i < set.length; i++) {
                if (nfa.state(set[i]) instanceof DigitNfa.End end
                        && (end.found().lengths() >>> set[0] & 1) != 0) {
                    int bit = 1 << end.found().region();
                    switch (end.found().kind()) {
                        case LEADING -> leading |= bit;
                        case GENERAL -> general |= bit;
                        case TYPE -> type |= bit;
                    }
                }
            }
            int matching = leading | (general & type);
            return matching == 0 ? 0 : Integer.numberOfTrailingZeros(matching);
        }
    }
}
