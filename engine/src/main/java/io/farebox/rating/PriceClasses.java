package io.farebox.rating;

import io.farebox.charge.Credits;
import io.farebox.charge.PriceClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The price classes of a send while it is rated, numbered from 1 in order of first appearance. */
final class PriceClasses {
    /** Stands for a price above {@link Credits#MAX_MICRO}, which the total cannot hold either. */
    static final long TOO_LARGE = Credits.MAX_MICRO + 1;

    private final int segments;
    private final List<PriceClass> classes = new ArrayList<>(2);
    /** Messages by class; the place 0 is unused. */
    private int[] counts = new int[4];
    /** An open-addressed hash table of class numbers, a power of two in size and at most half full; 0 is free. */
    private char[] table = new char[8];

    private @Nullable Country lastCountry;
    private @Nullable Price lastPrice;
    private int last;

    PriceClasses(int segments) {
        this.segments = segments;
    }

    /** Counts a message and answers its class; 0 when there would be more than {@link Rating#CLASSES_MAX}. */
    int count(Country country, Price price) {
        // Mostly the very same objects, and then equals is as quick as a comparison of references.
        if (!country.equals(lastCountry) || !price.equals(lastPrice)) {
            String reported = price.country();
            last = find(reported == null ? country.code() : reported, messageMicro(price));
            lastCountry = country;
            lastPrice = price;
        }
        counts[last]++;
        return last;
    }

    long priceMicro(int priceClass) {
        return classes.get(priceClass - 1).creditsMicro();
    }

    List<PriceClass> classes() {
        return List.copyOf(classes);
    }

    int[] counts() {
        return Arrays.copyOf(counts, classes.size() + 1);
    }

    private long messageMicro(Price price) {
        return price.creditsMicro() > Credits.MAX_MICRO / segments ? TOO_LARGE : price.creditsMicro() * segments;
    }

    private int find(String country, long priceMicro) {
        int slot = slot(country, priceMicro);
        while (table[slot] != 0) {
            PriceClass known = classes.get(table[slot] - 1);
            if (known.creditsMicro() == priceMicro && known.country().equals(country)) {
                return table[slot];
            }
            slot = (slot + 1) & (table.length - 1);
        }
        return add(new PriceClass(country, segments, priceMicro), slot);
    }

    private int add(PriceClass added, int slot) {
        if (classes.size() == Rating.CLASSES_MAX) {
            return 0;
        }
        classes.add(added);
        table[slot] = (char) classes.size();
        if (classes.size() == counts.length) {
            counts = Arrays.copyOf(counts, counts.length * 2);
        }
        if (classes.size() * 2 > table.length) {
            rehash();
        }
        return classes.size();
    }

    private void rehash() {
        table = new char[table.length * 2];
        for (int i = 0; i < classes.size(); i++) {
            int slot = slot(classes.get(i).country(), classes.get(i).creditsMicro());
            while (table[slot] != 0) {
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = (char) (i + 1);
        }
    }

    private int slot(String country, long priceMicro) {
        long mixed = (priceMicro * 31 + country.hashCode()) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & (table.length - 1);
    }
}
