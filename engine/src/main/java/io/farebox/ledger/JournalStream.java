package io.farebox.ledger;

import java.util.List;
import reactor.core.publisher.Mono;

/** The part of each partition's journal that was not archived yet. */
public interface JournalStream {
    /**
     * Hands out blocks that no consumer has, in order; each stays pending until it is acknowledged.
     *
     * @param blocksMax at most so many
     */
    Mono<List<Block>> read(int partition, String consumer, int blocksMax);

    /** Takes over blocks that another consumer left pending for longer than that. */
    Mono<List<Block>> reclaim(int partition, String consumer, long idleMs, int blocksMax);

    /** The blocks that this consumer was handed and has not acknowledged, oldest first. */
    Mono<List<Block>> pending(int partition, String consumer, int blocksMax);

    /** Says that these blocks are archived; then drops from the stream what every consumer is done with. */
    Mono<Void> acknowledge(int partition, List<Block> blocks);

    /** How many blocks the stream holds and how old the oldest of them is. */
    Mono<Backlog> backlog(int partition);

    /** The last journalled block's number, 0 where nothing was journalled yet. */
    Mono<Long> lastSeq(int partition);

    /**
     * What waits for the archive.
     *
     * @param oldestAtMs when the oldest waiting block was decided (UTC epoch), 0 where none waits
     */
    record Backlog(long blocks, long oldestAtMs) {}
}
