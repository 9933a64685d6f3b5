package io.farebox.ledger;

import io.farebox.charge.Node;
import io.farebox.charge.State;
import java.util.List;
import reactor.core.publisher.Mono;

/** Reads what the credit tree and the holds are now, from where they are decided. */
public interface Balances {
    /** The nodes of these ids that exist, in their order; all of one partition. */
    Mono<List<Node>> nodes(int partition, List<String> ids);

    /** What an account holds its credits in; empty for a node that was never given any. */
    Mono<State.Pool> pool(String account);

    /** A send whose record is still kept; empty where it was never made, or settled long ago. */
    Mono<SendState> send(String send);

    /**
     * What has become of a send's credits so far.
     *
     * @param leaf the list or account that sent
     * @param count messages accepted
     * @param held messages not settled yet
     * @param scheduledMs when it goes out (UTC epoch), 0 for a send of then
     */
    record SendState(
            String leaf,
            int count,
            int held,
            long reservedMicro,
            long confirmedMicro,
            long releasedMicro,
            long scheduledMs) {}
}
