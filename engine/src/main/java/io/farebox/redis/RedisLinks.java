package io.farebox.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.farebox.ledger.Links;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Links as one key each: {@code fb:link:CONNECTION:CARRIER_ID}, with the message's id as its value. They are no credits, and
 * belong to no partition: nothing tells it before the link is read.
 */
final class RedisLinks implements Links {
    private static final String PREFIX = "fb:link:";
    /** Commands that are under way at once; they share the connection's pipeline. */
    private static final int AT_ONCE = 256;

    private final StatefulRedisConnection<byte[], byte[]> connection;

    RedisLinks(StatefulRedisConnection<byte[], byte[]> connection) {
        this.connection = connection;
    }

    @Override
    public Mono<Void> put(String connectionId, List<Link> links, Duration kept) {
        SetArgs args = SetArgs.Builder.px(kept);
        return Flux.fromIterable(links)
                .flatMap(
                        link -> Question.ask(() -> connection
                                .async()
                                .set(
                                        key(connectionId, link.carrierId()),
                                        link.message().getBytes(UTF_8),
                                        args)),
                        AT_ONCE)
                .then();
    }

    @Override
    public Mono<Map<String, String>> messages(String connectionId, Collection<String> carrierIds) {
        return Flux.fromIterable(carrierIds)
                .flatMap(
                        id -> Question.ask(() -> connection.async().get(key(connectionId, id)))
                                .map(message -> Map.entry(id, new String(message, UTF_8))),
                        AT_ONCE)
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static byte[] key(String connectionId, String carrierId) {
        return (PREFIX + connectionId + ":" + carrierId).getBytes(UTF_8);
    }
}
