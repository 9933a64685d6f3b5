package io.farebox.ledger;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Knows which of our messages a carrier means by an id of its own, for carriers that repeat nothing of ours. */
public interface Links {
    /**
     * Keeps links for so long; one that is there is replaced. Completes when they are as durable as a hold.
     *
     * @param connection id of the connection whose carrier made the ids
     */
    Mono<Void> put(String connection, List<Link> links, Duration kept);

    /** Our messages by the carrier's ids, for those of them that are linked. */
    Mono<Map<String, String>> messages(String connection, Collection<String> carrierIds);

    /**
     * A link.
     *
     * @param carrierId 1 to 128 characters
     * @param message our message's id
     */
    record Link(String carrierId, String message) {}
}
