package io.farebox.ledger;

import io.farebox.charge.Part;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Replaces a partition's state where it is decided: closed, emptied, filled, opened. Between closing and opening every
 * engine's commands are refused; what waits for the archive stays on the stream.
 */
public interface Restoration {
    /**
     * Closes a partition to all commands, also to those that were sent before it is open again.
     *
     * @param epoch a name for the state to come, never used before
     * @return the last block's number, −1 where it was not known any more
     */
    Mono<Long> close(int partition, String epoch);

    /** Drops all that the closed partition held, but for its stream. */
    Mono<Void> empty(int partition);

    /**
     * Writes parts into the closed partition.
     *
     * @param nowMs the time (UTC epoch), up to which answers are not remembered any more
     */
    Mono<Void> fill(int partition, List<Part> parts, long nowMs);

    /** Has the sweeper look at accounts at a time (UTC epoch). */
    Mono<Void> due(int partition, List<String> accounts, long atMs);

    /** Opens the partition as the state of that block. */
    Mono<Void> open(int partition, long seq);
}
