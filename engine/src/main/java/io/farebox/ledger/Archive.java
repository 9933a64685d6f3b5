package io.farebox.ledger;

import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keeps journal blocks for good, with the projections that queries are answered from. */
public interface Archive {
    /** Writes blocks and their projections; repeating it changes nothing. Completes when all of it is durable. */
    Mono<Void> store(int partition, List<Block> blocks);

    /** The highest block number that was stored, 0 where none was. */
    Mono<Long> lastSeq(int partition);

    /** The stored blocks from one number to another, both inclusive, in order; what auditing and rebuilding fold. */
    Flux<Block> blocks(int partition, long fromSeq, long toSeq);
}
