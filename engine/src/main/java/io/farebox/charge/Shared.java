package io.farebox.charge;

import org.jspecify.annotations.Nullable;

/**
 * Gives the object that is kept already in place of one that equals it: most sends of a journal are described like one before, and a
 * state holds millions of them.
 *
 * <p>It remembers a few of the last ones and forgets whatever another one takes the place of, so that it never grows; what it
 * has forgotten is merely kept twice.
 */
final class Shared<T> {
    private static final int PLACES = 1_024;

    private final @Nullable Object[] places = new @Nullable Object[PLACES];

    T of(T value) {
        int hash = value.hashCode();
        int place = (hash ^ hash >>> 16) & PLACES - 1;
        if (value.equals(places[place])) {
            @SuppressWarnings("unchecked") // what is in there came in by this method
            T kept = (T) places[place];
            return kept;
        }
        places[place] = value;
        return value;
    }
}
