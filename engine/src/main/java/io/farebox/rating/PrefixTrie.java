package io.farebox.rating;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A search tree of digit prefixes in two int arrays: 8 bytes per node, the children of a node side by side.
 *
 * <p>A node keeps one bit per digit that goes on and the index of its first child; the child of a digit is found by
 * counting the bits below.
 */
final class PrefixTrie {
    private static final int BASE_SHIFT = 10;

    /** A tree has at most 1 + rows × 15 nodes; {@link PriceBook#ROWS_MAX} keeps that within the 22 bits of an index. */
    static final int NODES_MAX = 1 << (Integer.SIZE - BASE_SHIFT);

    /** What {@link #find} answers when no prefix matches. */
    static final int NONE = -1;

    /** For each node the digits that go on (low 10 bits) and the index of the first child (above). */
    private final int[] children;
    /** For each node the place of the prefix that ends there, or {@link #NONE}. */
    private final int[] values;

    private PrefixTrie(int[] children, int[] values) {
        this.children = children;
        this.values = values;
    }

    /** The tree of distinct prefixes in ascending order; what it finds is a prefix's place in that order. */
    static PrefixTrie of(List<String> sorted) {
        Build build = new Build(sorted);
        build.nodes.add(new Node(0, sorted.size(), 0));
        // The list grows while it is worked off, breadth first, which puts siblings side by side.
        for (int node = 0; node < build.nodes.size(); node++) {
            build.expand(node);
        }
        return new PrefixTrie(
                Arrays.copyOf(build.children, build.nodes.size()), Arrays.copyOf(build.values, build.nodes.size()));
    }

    /** The place of the longest prefix with which a number, given as an {@link E164#fraction}, begins. */
    int find(long fraction, int length) {
        long rest = fraction;
        int node = 0;
        int best = values[0];
        for (int i = 0; i < length; i++) {
            int bit = 1 << E164.digit(rest);
            int next = children[node];
            if ((next & bit) == 0) {
                break;
            }
            node = (next >>> BASE_SHIFT) + Integer.bitCount(next & (bit - 1));
            best = values[node] == NONE ? best : values[node];
            rest = E164.rest(rest);
        }
        return best;
    }

    /** A node to be: the prefixes {@code from} to {@code to} have its {@code depth} first digits in common. */
    private record Node(int from, int to, int depth) {}

    private static final class Build {
        private final List<String> sorted;
        private final List<Node> nodes = new ArrayList<>();
        private int[] children = new int[16];
        private int[] values = new int[16];

        Build(List<String> sorted) {
            this.sorted = sorted;
        }

        void expand(int index) {
            if (index == children.length) {
                children = Arrays.copyOf(children, index * 2);
                values = Arrays.copyOf(values, index * 2);
            }
            Node node = nodes.get(index);
            int from = node.from;
            // The shortest prefix sorts first, so one that ends here is the first of the node's.
            boolean ends = from < node.to && sorted.get(from).length() == node.depth;
            values[index] = ends ? from++ : NONE;
            children[index] = nodes.size() << BASE_SHIFT;
            while (from < node.to) {
                char digit = sorted.get(from).charAt(node.depth);
                int to = from + 1;
                while (to < node.to && sorted.get(to).charAt(node.depth) == digit) {
                    to++;
                }
                children[index] |= 1 << (digit - '0');
                nodes.add(new Node(from, to, node.depth + 1));
                from = to;
            }
            if (nodes.size() >= NODES_MAX) {
                throw new IllegalStateException("a price book's search tree has more than " + NODES_MAX + " nodes");
            }
        }
    }
}
