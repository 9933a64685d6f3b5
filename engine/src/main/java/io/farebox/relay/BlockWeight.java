package io.farebox.relay;

import io.farebox.ledger.Block;
import java.util.List;

/** An estimate of what blocks weigh in memory, by which a partition's next read is sized. */
final class BlockWeight {
    private static final int ENTRY_BYTES = 300;

    private final int blocksMax;
    private final long bytesMax;
    private long bytesPerBlock = ENTRY_BYTES;

    BlockWeight(int blocksMax, long bytesMax) {
        this.blocksMax = blocksMax;
        this.bytesMax = bytesMax;
    }

    /** How many blocks like the last ones the bounds allow, at least one. */
    int blocksNext() {
        return (int) Math.max(1, Math.min(blocksMax, bytesMax / bytesPerBlock));
    }

    /** Learns from what was read. */
    void saw(List<Block> blocks) {
        if (!blocks.isEmpty()) {
            long bytes = blocks.stream().mapToLong(BlockWeight::bytes).sum();
            bytesPerBlock = Math.max(1, bytes / blocks.size());
        }
    }

    static long bytes(Block block) {
        return (long) ENTRY_BYTES * block.entries().size() + 2L * block.encoded().length;
    }
}
