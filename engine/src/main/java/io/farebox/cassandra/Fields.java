package io.farebox.cassandra;

import io.farebox.ledger.Pack;
import io.farebox.ledger.Unpack;

/**
 * A line that is packed with others of its kind: it says only what differs from what the line before leads one to expect.
 *
 * <p>What one block holds is mostly alike: a hundred single sends of one list differ in their place, their number, and a
 * balance that falls by the same price each time.
 *
 * @param numbers always as many, in an order of the kind's own
 * @param texts likewise; together they are at most 63
 */
record Fields(long[] numbers, String[] texts) {

    /** Writes this line; {@link #unpack} reads it if it is given the same expectation. */
    void pack(Pack pack, Fields expected) {
        pack.number(differences(expected));
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] != expected.numbers[i]) {
                pack.number(numbers[i]);
            }
        }
        for (int i = 0; i < texts.length; i++) {
            if (!texts[i].equals(expected.texts[i])) {
                pack.text(texts[i]);
            }
        }
    }

    /** A bit for each field, numbers first. */
    private long differences(Fields expected) {
        long differences = 0;
        for (int i = 0; i < numbers.length; i++) {
            differences |= numbers[i] == expected.numbers[i] ? 0 : 1L << i;
        }
        for (int i = 0; i < texts.length; i++) {
            differences |= texts[i].equals(expected.texts[i]) ? 0 : 1L << numbers.length + i;
        }
        return differences;
    }

    static Fields unpack(Unpack unpack, Fields expected) {
        long differences = unpack.number();
        long[] numbers = expected.numbers.clone();
        for (int i = 0; i < numbers.length; i++) {
            if ((differences & 1L << i) != 0) {
                numbers[i] = unpack.number();
            }
        }
        String[] texts = expected.texts.clone();
        for (int i = 0; i < texts.length; i++) {
            if ((differences & 1L << numbers.length + i) != 0) {
                texts[i] = unpack.text();
            }
        }
        return new Fields(numbers, texts);
    }
}
