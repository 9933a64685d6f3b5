package io.farebox.ledger;

import io.farebox.charge.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What carriers have sent of late: counted, and a few of it word for word, for whoever looks into a connection. */
public interface Inbox {
    /** Deliveries that are kept of a connection of each kind: those that were taken, and those that were refused. */
    int KEPT_MAX = 20;

    /**
     * Adds what came in a while.
     *
     * @param connection id of the connection
     */
    Mono<Void> add(String connection, Arrivals arrivals);

    /** What a connection's carrier has sent since the connection was made. */
    Mono<Counts> counts(String connection);

    /** The last deliveries, newest first: the taken ones or the refused ones. */
    Mono<List<String>> last(String connection, boolean refused);

    /**
     * What came in a while.
     *
     * @param events how many reports said what
     * @param refusals deliveries that were refused
     * @param lastAt when the last report came
     * @param taken a few of the deliveries that were taken, each a JSON object, oldest first
     * @param refused a few of those that were refused
     */
    record Arrivals(Map<Event, Long> events, long refusals, Instant lastAt, List<String> taken, List<String> refused) {}

    /**
     * Sums of what came.
     *
     * @param lastAt when the last report came, null where none has
     */
    record Counts(
            Map<Event, Long> events,
            long refusals,
            @Nullable Instant lastAt) {}
}
