package io.farebox.audit;

import io.farebox.ledger.Archive;
import io.farebox.ledger.Block;
import io.farebox.ledger.LiveState;
import java.util.List;

/**
 * A partition's journal, wherever its blocks are: what is not on the stream any more is in the archive, because a block
 * is trimmed only once it is stored.
 */
final class Blocks {
    private final int partition;
    private final LiveState live;
    private final Archive archive;
    private final Reads reads;
    private final int blocksMax;

    Blocks(int partition, LiveState live, Archive archive, Reads reads, int blocksMax) {
        this.partition = partition;
        this.live = live;
        this.archive = archive;
        this.reads = reads;
        this.blocksMax = blocksMax;
    }

    /** Some blocks from a number on, in order, up to another; empty where the first of them is nowhere. */
    List<Block> from(long fromSeq, long toSeq) {
        List<Block> onStream = reads.list(live.blocks(partition, fromSeq, blocksMax));
        if (!onStream.isEmpty() && onStream.get(0).seq() == fromSeq) {
            return onStream.stream().filter(block -> block.seq() <= toSeq).toList();
        }
        List<Block> archived = archived(fromSeq, toSeq);
        return !archived.isEmpty() && archived.get(0).seq() == fromSeq ? archived : List.of();
    }

    /** Some blocks of the archive from a number on, in order, up to another. */
    List<Block> archived(long fromSeq, long toSeq) {
        long last = Math.min(toSeq, fromSeq + blocksMax - 1);
        return reads.list(archive.blocks(partition, fromSeq, last).collectList());
    }

    long lastArchived() {
        return reads.number(archive.lastSeq(partition));
    }

    /** What there is after a block that is missing, in words. */
    String after(long seq) {
        List<Block> onStream = reads.list(live.blocks(partition, seq, 1));
        if (!onStream.isEmpty()) {
            return ", but block " + onStream.get(0).seq() + " after it is on the stream";
        }
        long last = lastArchived();
        return last > seq ? ", but the archive goes on to block " + last : "";
    }
}
