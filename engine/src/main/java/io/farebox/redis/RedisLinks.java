package io.farebox.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.farebox.ledger.Links;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Links as one key each: {@code fb:{P}:link:CONNECTION:CARRIER_ID}, with the message's id as its value. They are no credits.
 * They lie with a partition that follows from the carrier's id: nothing tells the message's before the link is read.
 */
final class RedisLinks implements Links {
    /** Commands that are under way at once; they share the connection's pipeline. */
    private static final int AT_ONCE = 256;

    private final Questions questions;
    private final PartitionKeys[] names;

    RedisLinks(Questions questions, PartitionKeys[] names) {
        this.questions = questions;
        this.names = names;
    }

    @Override
    public Mono<Void> put(String connectionId, List<Link> links, Duration kept) {
        SetArgs args = SetArgs.Builder.px(kept);
        return Flux.fromIterable(links)
                .flatMap(
                        link -> questions.tell(
                                partition(link.carrierId()),
                                redis -> redis.set(
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
                        id -> questions
                                .tell(partition(id), redis -> redis.get(key(connectionId, id)))
                                .map(message -> Map.entry(id, new String(message, UTF_8))),
                        AT_ONCE)
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private byte[] key(String connectionId, String carrierId) {
        return names[partition(carrierId)].link(connectionId, carrierId);
    }

    private int partition(String carrierId) {
        return Math.floorMod(carrierId.hashCode(), names.length);
    }
}
