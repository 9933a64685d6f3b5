package io.farebox.ledger;

import reactor.core.publisher.Mono;

/** Which partitions this engine refuses, because their store has lost what it had acknowledged. */
public interface Fences {
    /**
     * Where a partition stands.
     *
     * @param seq its last block's number, −1 where the store does not know the partition
     * @param epoch the name that the last rebuild gave to its state, empty before the first
     */
    record Position(long seq, String epoch) {}

    /** Where the partition stands in its store now. */
    Mono<Position> position(int partition);

    /** The furthest that this engine has seen the partition, in the epoch whose commands it sends. */
    Position seen(int partition);

    /** Takes note that the partition has come so far: its store must not be behind that any more. */
    void saw(int partition, long seq);

    /** Refuses every command of the partition until {@link #resume}. */
    void fence(int partition);

    boolean isFenced(int partition);

    /** Serves the partition again, as it stands after a rebuild. */
    void resume(int partition, Position position);
}
