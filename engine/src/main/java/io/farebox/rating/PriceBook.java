package io.farebox.rating;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The prices that apply to an account: of all rows for the channel, the one with the longest prefix of the number.
 *
 * <p>An account's rows override its parent's: a row replaces the parent's row of the same channel and prefix, and then
 * the longest prefix wins over all that remain. So an account's row for "1" does not beat its parent's for "1212".
 *
 * <p>Books that build on one another share their compiled rows, so an account with three prices of its own costs the
 * memory of three rows. It is immutable.
 */
public final class PriceBook {
    /** The most rows of one book. */
    public static final int ROWS_MAX = 100_000;

    /** The most faults that {@link #faults} lists. */
    public static final int FAULTS_MAX = 100;

    /** The most books on top of one another: the installation's, the root account's, and five levels below. */
    public static final int LAYERS_MAX = 7;

    /** The book without rows: nothing is routable. */
    public static final PriceBook EMPTY = new PriceBook(List.of());

    /** The account's own rows first, then those of its ancestors, the nearest first. */
    private final List<PriceLayer> layers;

    private PriceBook(List<PriceLayer> layers) {
        this.layers = layers;
    }

    /** What is wrong with rows, in their order; at most {@link #FAULTS_MAX}. Empty when a book can be made of them. */
    public static List<PriceFault> faults(List<Price> rows) {
        return PriceRows.faults(rows);
    }

    /**
     * The book of these rows alone.
     *
     * @throws IllegalArgumentException when the rows have {@link #faults}; check them first where they are a request's
     */
    public static PriceBook of(List<Price> rows) {
        List<PriceFault> faults = PriceRows.faults(rows);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("price book: " + faults.get(0));
        }
        return rows.isEmpty() ? EMPTY : new PriceBook(List.of(PriceLayer.of(rows)));
    }

    /**
     * The book of an account: what its parent pays, with rows of its own on top.
     *
     * @throws IllegalArgumentException when that puts more than {@link #LAYERS_MAX} books on top of one another
     */
    public static PriceBook merge(PriceBook parent, PriceBook overrides) {
        List<PriceLayer> layers = new ArrayList<>(overrides.layers);
        layers.addAll(parent.layers);
        if (layers.size() > LAYERS_MAX) {
            throw new IllegalArgumentException("price book: more than " + LAYERS_MAX + " on top of one another");
        }
        return new PriceBook(List.copyOf(layers));
    }

    /**
     * The row that prices a number, or null when there is none.
     *
     * @param digits what {@link E164#pack} made of the number; not {@link E164#INVALID}
     */
    public @Nullable Price find(Channel channel, long digits) {
        int length = E164.length(digits);
        long fraction = E164.fraction(digits, length);
        Price best = null;
        for (int i = 0; i < layers.size(); i++) {
            Price price = layers.get(i).find(channel, fraction, length);
            // Of the same prefix the nearest layer's row wins, and it came first.
            if (price != null
                    && (best == null || price.prefix().length() > best.prefix().length())) {
                best = price;
            }
        }
        return best;
    }

    /** The rows that apply, overridden ones left out, by channel and then by prefix. */
    public List<Price> prices() {
        Map<Price, Price> rows =
                new TreeMap<>(Comparator.comparing(Price::channel).thenComparing(Price::prefix));
        for (PriceLayer layer : layers) {
            layer.rows().forEach(row -> rows.putIfAbsent(row, row));
        }
        return List.copyOf(rows.values());
    }
}
