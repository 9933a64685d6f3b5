package io.farebox.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.farebox.charge.Event;
import io.farebox.ledger.Inbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * What carriers have sent of late, by connection: {@code fb:{P}:inbox:ID} with the counts, {@code fb:{P}:inbox:ID:taken} and
 * {@code fb:{P}:inbox:ID:refused} with deliveries, where the partition follows from the id. None of it is money; the
 * deliveries expire.
 */
final class RedisInbox implements Inbox {
    private static final Duration DELIVERIES_KEPT = Duration.ofDays(7);
    private static final byte[] REFUSALS = "refusals".getBytes(UTF_8);
    private static final byte[] LAST = "last".getBytes(UTF_8);

    private final Questions questions;
    private final PartitionKeys[] names;

    RedisInbox(Questions questions, PartitionKeys[] names) {
        this.questions = questions;
        this.names = names;
    }

    /** Questions that are put together are carried out in any order; the counts come after what they count. */
    @Override
    public Mono<Void> add(String id, Arrivals arrivals) {
        int partition = partition(id);
        byte[] counts = key(id, "");
        byte[] last = bytes(arrivals.lastAt().toEpochMilli());
        List<Mono<?>> counting = new ArrayList<>();
        arrivals.events()
                .forEach((event, count) ->
                        counting.add(questions.ask(partition, redis -> redis.hincrby(counts, field(event), count))));
        if (arrivals.refusals() > 0) {
            counting.add(questions.ask(partition, redis -> redis.hincrby(counts, REFUSALS, arrivals.refusals())));
        }
        return Mono.when(
                        push(partition, deliveries(id, false), arrivals.taken()),
                        push(partition, deliveries(id, true), arrivals.refused()),
                        questions.ask(partition, redis -> redis.hset(counts, LAST, last)))
                .then(Mono.when(counting));
    }

    private Mono<Void> push(int partition, byte[] key, List<String> items) {
        if (items.isEmpty()) {
            return Mono.empty();
        }
        byte[][] values = items.stream().map(item -> item.getBytes(UTF_8)).toArray(byte[][]::new);
        return questions
                .ask(partition, redis -> redis.lpush(key, values))
                .then(questions.ask(partition, redis -> redis.ltrim(key, 0, KEPT_MAX - 1L)))
                .then(questions.ask(partition, redis -> redis.pexpire(key, DELIVERIES_KEPT)))
                .then();
    }

    @Override
    public Mono<Counts> counts(String id) {
        return questions
                .tell(partition(id), redis -> redis.hgetall(key(id, "")))
                .map(fields -> {
                    Map<String, Long> counts = new HashMap<>();
                    fields.forEach((name, value) ->
                            counts.put(new String(name, UTF_8), Long.parseLong(new String(value, UTF_8))));
                    Map<Event, Long> events = new EnumMap<>(Event.class);
                    for (Event event : Event.values()) {
                        events.put(event, counts.getOrDefault(event.name(), 0L));
                    }
                    Long last = counts.get("last");
                    return new Counts(
                            events,
                            counts.getOrDefault("refusals", 0L),
                            last == null ? null : Instant.ofEpochMilli(last));
                });
    }

    @Override
    public Mono<List<String>> last(String id, boolean refused) {
        return questions
                .tell(partition(id), redis -> redis.lrange(deliveries(id, refused), 0, KEPT_MAX - 1L))
                .map(items ->
                        items.stream().map(item -> new String(item, UTF_8)).toList());
    }

    private static byte[] field(Event event) {
        return event.name().getBytes(UTF_8);
    }

    private byte[] deliveries(String id, boolean refused) {
        return key(id, refused ? ":refused" : ":taken");
    }

    private byte[] key(String id, String end) {
        return names[partition(id)].inbox(id + end);
    }

    private int partition(String id) {
        return Math.floorMod(id.hashCode(), names.length);
    }

    private static byte[] bytes(long number) {
        return Long.toString(number).getBytes(UTF_8);
    }
}
