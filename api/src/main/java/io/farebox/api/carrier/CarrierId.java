package io.farebox.api.carrier;

import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** How a carrier's id is compared: it may come in another case, with zeros in front, or in hexadecimal on one side. */
final class CarrierId {
    /** Longer ids are nobody's numbers. */
    private static final int NUMBER_MAX_CHARS = 20;

    private CarrierId() {}

    /** The form in which an id is kept. */
    static String normal(String id) {
        String lower = id.strip().toLowerCase(Locale.ROOT);
        String bare = lower.replaceFirst("^0+(?=[0-9a-f]+$)", "");
        return bare.isEmpty() ? lower : bare;
    }

    /**
     * The id of one recipient of a message that the carrier took for several at once, by which it can be linked: the
     * carrier's id of the whole, a slash, and the number's digits.
     */
    static String ofOne(String id, String number) {
        return id + "/" + number.replaceAll("[^0-9]", "");
    }

    /** The forms under which an id may have been kept, the likeliest first. */
    static Set<String> candidates(String id) {
        String normal = normal(id);
        Set<String> candidates = new LinkedHashSet<>();
        candidates.add(normal);
        if (normal.length() <= NUMBER_MAX_CHARS && normal.matches("[0-9]+")) {
            candidates.add(new BigInteger(normal).toString(16));
        }
        if (normal.length() <= NUMBER_MAX_CHARS && normal.matches("[0-9a-f]+")) {
            candidates.add(new BigInteger(normal, 16).toString());
        }
        return candidates;
    }
}
