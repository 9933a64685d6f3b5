package io.farebox.rating;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The compiled rows of one account's own price book. */
final class PriceLayer {
    private final Map<Channel, Rows> channels;

    private PriceLayer(Map<Channel, Rows> channels) {
        this.channels = channels;
    }

    /** Compiles rows without faults. */
    static PriceLayer of(List<Price> prices) {
        Map<Channel, Rows> channels = new EnumMap<>(Channel.class);
        for (Channel channel : Channel.values()) {
            List<Price> sorted = prices.stream()
                    .filter(price -> price.channel() == channel)
                    .sorted(Comparator.comparing(Price::prefix))
                    .toList();
            if (!sorted.isEmpty()) {
                PrefixTrie trie =
                        PrefixTrie.of(sorted.stream().map(Price::prefix).toList());
                channels.put(channel, new Rows(trie, sorted));
            }
        }
        return new PriceLayer(channels);
    }

    @Nullable
    Price find(Channel channel, long fraction, int length) {
        Rows rows = channels.get(channel);
        if (rows == null) {
            return null;
        }
        int place = rows.trie.find(fraction, length);
        return place == PrefixTrie.NONE ? null : rows.sorted.get(place);
    }

    List<Price> rows() {
        List<Price> all = new ArrayList<>();
        channels.values().forEach(rows -> all.addAll(rows.sorted));
        return all;
    }

    /** The rows of a channel in ascending order of prefix, and the tree that finds their places. */
    private record Rows(PrefixTrie trie, List<Price> sorted) {}
}
