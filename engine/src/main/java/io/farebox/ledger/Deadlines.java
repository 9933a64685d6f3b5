package io.farebox.ledger;

import java.util.List;
import reactor.core.publisher.Mono;

/** Knows which records something is due on: a deadline that passed, or the end of their keeping. */
public interface Deadlines {
    /** The ids of records that are due at that time (UTC epoch), the longest overdue first. */
    Mono<List<String>> due(int partition, long nowMs, int recordsMax);
}
