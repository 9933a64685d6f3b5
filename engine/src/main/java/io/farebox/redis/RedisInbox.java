package io.farebox.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.farebox.charge.Event;
import io.farebox.ledger.Inbox;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What carriers have sent of late, by connection: {@code fb:inbox:ID} with the counts, {@code fb:inbox:ID:taken} and
 * {@code fb:inbox:ID:refused} with deliveries. None of it is money; the deliveries expire.
 */
final class RedisInbox implements Inbox {
    private static final Duration DELIVERIES_KEPT = Duration.ofDays(7);
    private static final byte[] REFUSALS = "refusals".getBytes(UTF_8);
    private static final byte[] LAST = "last".getBytes(UTF_8);

    private final StatefulRedisConnection<byte[], byte[]> connection;

    RedisInbox(StatefulRedisConnection<byte[], byte[]> connection) {
        this.connection = connection;
    }

    @Override
    public Mono<Void> add(String id, Arrivals arrivals) {
        return Flux.defer(() -> {
                    RedisAsyncCommands<byte[], byte[]> redis = connection.async();
                    byte[] counts = key(id);
                    List<CompletionStage<?>> all = new ArrayList<>();
                    arrivals.events().forEach((event, count) -> all.add(redis.hincrby(counts, field(event), count)));
                    if (arrivals.refusals() > 0) {
                        all.add(redis.hincrby(counts, REFUSALS, arrivals.refusals()));
                    }
                    all.add(redis.hset(counts, LAST, bytes(arrivals.lastAt().toEpochMilli())));
                    push(redis, deliveries(id, false), arrivals.taken(), all);
                    push(redis, deliveries(id, true), arrivals.refused(), all);
                    return Flux.fromIterable(all).flatMap(Mono::fromCompletionStage);
                })
                .then();
    }

    private static void push(
            RedisAsyncCommands<byte[], byte[]> redis, byte[] key, List<String> items, List<CompletionStage<?>> all) {
        if (!items.isEmpty()) {
            byte[][] values = items.stream().map(item -> item.getBytes(UTF_8)).toArray(byte[][]::new);
            all.add(redis.lpush(key, values));
            all.add(redis.ltrim(key, 0, KEPT_MAX - 1L));
            all.add(redis.pexpire(key, DELIVERIES_KEPT));
        }
    }

    @Override
    public Mono<Counts> counts(String id) {
        return Question.ask(() -> connection.async().hgetall(key(id))).map(fields -> {
            Map<String, Long> counts = new HashMap<>();
            fields.forEach(
                    (name, value) -> counts.put(new String(name, UTF_8), Long.parseLong(new String(value, UTF_8))));
            Map<Event, Long> events = new EnumMap<>(Event.class);
            for (Event event : Event.values()) {
                events.put(event, counts.getOrDefault(event.name(), 0L));
            }
            Long last = counts.get("last");
            return new Counts(
                    events, counts.getOrDefault("refusals", 0L), last == null ? null : Instant.ofEpochMilli(last));
        });
    }

    @Override
    public Mono<List<String>> last(String id, boolean refused) {
        return Question.ask(() -> connection.async().lrange(deliveries(id, refused), 0, KEPT_MAX - 1L))
                .map(items ->
                        items.stream().map(item -> new String(item, UTF_8)).toList());
    }

    private static byte[] field(Event event) {
        return event.name().getBytes(UTF_8);
    }

    private static byte[] deliveries(String id, boolean refused) {
        return key(id + (refused ? ":refused" : ":taken"));
    }

    private static byte[] key(String name) {
        return ("fb:inbox:" + name).getBytes(UTF_8);
    }

    private static byte[] bytes(long number) {
        return Long.toString(number).getBytes(UTF_8);
    }
}
