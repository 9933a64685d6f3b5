package io.farebox.rating;

import java.util.ArrayList;
import java.util.List;

/**
 * A reader of libphonenumber's number patterns, which use a small part of the regular expressions: digits, \d, [2-9],
 * groups, alternatives, ?, {n} and {n,m}. Anything else is refused, so that a new form cannot be misread in silence.
 */
final class DigitPattern {
    /** A piece of a pattern, which knows how to stand in front of what follows it. */
    private interface Piece {
        int before(int next, DigitNfa nfa);
    }

    private final String pattern;
    private int at;

    private DigitPattern(String pattern) {
        this.pattern = pattern;
    }

    /**
     * Puts a pattern in front of a place of the automaton.
     *
     * @return the place where the pattern begins
     * @throws IllegalArgumentException when the pattern uses a form that this reader does not know
     */
    static int before(String pattern, int next, DigitNfa nfa) {
        DigitPattern reader = new DigitPattern(pattern);
        Piece piece = reader.alternatives();
        if (reader.at < pattern.length()) {
            throw reader.unknown();
        }
        return piece.before(next, nfa);
    }

    private Piece alternatives() {
        Piece first = sequence();
        if (!take('|')) {
            return first;
        }
        Piece others = alternatives();
        return (next, nfa) -> nfa.fork(first.before(next, nfa), others.before(next, nfa));
    }

    private Piece sequence() {
        List<Piece> pieces = new ArrayList<>();
        while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
            pieces.add(0, repeated(single()));
        }
        return (next, nfa) -> {
            int place = next;
            for (Piece piece : pieces) {
                place = piece.before(place, nfa);
            }
            return place;
        };
    }

    private Piece single() {
        if (take('(')) {
            expect('?');
            expect(':');
            Piece group = alternatives();
            expect(')');
            return group;
        }
        int digits = take('[') ? set() : one();
        return (next, nfa) -> nfa.step(digits, next);
    }

    private int one() {
        if (take('\\')) {
            expect('d');
            return DigitNfa.ANY;
        }
        return 1 << digit();
    }

    private int set() {
        int digits = 0;
        while (!take(']')) {
            int from = digit();
            int to = take('-') ? digit() : from;
            digits |= (1 << (to + 1)) - (1 << from);
        }
        return digits;
    }

    private Piece repeated(Piece piece) {
        if (take('?')) {
            return times(piece, 0, 1);
        }
        if (!take('{')) {
            return piece;
        }
        int min = number();
        int max = take(',') ? number() : min;
        expect('}');
        return times(piece, min, max);
    }

    private static Piece times(Piece piece, int min, int max) {
        return (next, nfa) -> {
            int place = next;
            for (int i = min; i < max; i++) {
                place = nfa.fork(piece.before(place, nfa), next);
            }
            for (int i = 0; i < min; i++) {
                place = piece.before(place, nfa);
            }
            return place;
        };
    }

    private int number() {
        int number = digit();
        while (at < pattern.length() && Character.isDigit(pattern.charAt(at))) {
            number = number * 10 + digit();
        }
        return number;
    }

    private int digit() {
        int digit = at < pattern.length() ? pattern.charAt(at) - '0' : -1;
        if (digit < 0 || digit > 9) {
            throw unknown();
        }
        at++;
        return digit;
    }

    private boolean take(char c) {
        boolean taken = at < pattern.length() && pattern.charAt(at) == c;
        if (taken) {
            at++;
        }
        return taken;
    }

    private void expect(char c) {
        if (!take(c)) {
            throw unknown();
        }
    }

    private IllegalArgumentException unknown() {
        return new IllegalArgumentException("number pattern " + pattern + ": not understood at " + at);
    }
}
