package io.farebox.ledger;

import io.farebox.charge.Entry;
import java.util.List;

/** What one atomic script call changed: the unit of a partition's journal. */
public final class Block {
    private final long seq;
    private final long atMs;
    private final List<Entry> entries;
    private final byte[] encoded;
    private final List<String> traceparents;

    private Block(long seq, long atMs, List<Entry> entries, byte[] encoded, List<String> traceparents) {
        this.seq = seq;
        this.atMs = atMs;
        this.entries = List.copyOf(entries);
        this.encoded = encoded;
        this.traceparents = List.copyOf(traceparents);
    }

    /** A block of these entries, of which there is at least one. */
    public static Block of(long seq, long atMs, List<Entry> entries) {
        return new Block(seq, atMs, entries, EntryCodec.encodeBlock(entries), List.of());
    }

    /** The block that these bytes ({@link #encoded}) stand for. */
    public static Block decoded(long seq, long atMs, byte[] encoded) {
        return decoded(seq, atMs, encoded, List.of());
    }

    /** The same with the sampled requests that the stream says it is of. */
    public static Block decoded(long seq, long atMs, byte[] encoded, List<String> traceparents) {
        return new Block(seq, atMs, EntryCodec.decodeBlock(encoded), encoded, traceparents);
    }

    /** Its place in the partition's journal, gapless from 1. */
    public long seq() {
        return seq;
    }

    /** When it was decided (UTC epoch). */
    public long atMs() {
        return atMs;
    }

    /** In the order in which they were decided; never empty. */
    public List<Entry> entries() {
        return entries;
    }

    /** As it is stored: for each head and its body, their bytes with their length in four bytes before them. */
    public byte[] encoded() {
        return encoded;
    }

    /**
     * The sampled requests among those that it is of, in the form of W3C Trace Context; most often none. They stand on the
     * stream only: they are no part of what a block says, and the archive does not keep them.
     */
    public List<String> traceparents() {
        return traceparents;
    }

    /** Two blocks are equal if they say the same, in however many bytes. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Block that && seq == that.seq && atMs == that.atMs && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(seq);
    }

    @Override
    public String toString() {
        return "Block " + seq + " at " + atMs + ": " + entries;
    }
}
