package io.farebox.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.farebox.charge.Order;
import io.farebox.charge.Outcome;
import io.farebox.charge.Part;
import io.farebox.ledger.Block;
import io.farebox.ledger.LiveState;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScriptOutputType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Looks at all that Redis holds of a partition, through look.lua and scans. */
final class RedisLiveState implements LiveState {
    private final Questions questions;
    private final Masters masters;
    private final ScriptLibrary library;
    private final PartitionKeys[] names;
    private final RedisJournal journal;

    RedisLiveState(
            Questions questions, Masters masters, ScriptLibrary library, PartitionKeys[] names, RedisJournal journal) {
        this.questions = questions;
        this.masters = masters;
        this.library = library;
        this.names = names;
        this.journal = journal;
    }

    @Override
    public Mono<List<Block>> blocks(int partition, long fromSeq, int blocksMax) {
        return journal.range(partition, fromSeq, blocksMax);
    }

    @Override
    public Mono<Ids> ids(int partition, Source source, @Nullable String cursor, int idsMax) {
        PartitionKeys keys = names[partition];
        ScanCursor from = cursor == null ? ScanCursor.INITIAL : ScanCursor.of(cursor);
        ScanArgs some = ScanArgs.Builder.limit(idsMax);
        return switch (source) {
            case NODES ->
                questions
                        .ask(partition, redis -> redis.hscan(keys.state(), from, some.match("a*")))
                        .map(page -> ids(page, page.getMap().keySet().stream(), ""));
            case POOLS ->
                questions
                        .ask(partition, redis -> redis.hscan(keys.grants(), from, some))
                        .map(page -> ids(page, page.getMap().keySet().stream(), ""));
            case DUE ->
                questions
                        .ask(partition, redis -> redis.zscan(keys.due(), from, some))
                        .map(page -> ids(page, page.getValues().stream().map(scored -> scored.getValue()), ""));
            case RECORDS -> keys(partition, keys.record(""), cursor, some);
            case ANSWERS -> keys(partition, keys.once(""), cursor, some);
        };
    }

    /** A walk over all keys is one over those of one Redis: its cursor says nothing to another. */
    private Mono<Ids> keys(int partition, byte[] prefix, @Nullable String cursor, ScanArgs some) {
        String start = new String(prefix, UTF_8);
        String at = masters.of(partition).toString();
        String[] walk = cursor == null ? new String[] {"0", at} : cursor.split("@", 2);
        if (!walk[1].equals(at)) {
            return Mono.error(new IllegalStateException(
                    "partition " + partition + " has gone from " + walk[1] + " to " + at + " meanwhile"));
        }
        return questions
                .ask(partition, redis -> redis.scan(ScanCursor.of(walk[0]), some.match(start + "*")))
                .map(page -> ids(page, page.getKeys().stream(), start))
                .map(page -> page.next() == null ? page : new Ids(page.ids(), page.next() + "@" + at));
    }

    private static Ids ids(ScanCursor page, Stream<byte[]> found, String prefix) {
        List<String> ids = found.map(id -> new String(id, UTF_8).substring(prefix.length()))
                .toList();
        return new Ids(ids, page.isFinished() ? null : page.getCursor());
    }

    @Override
    public Mono<Look> nodes(int partition, List<String> ids) {
        PartitionKeys keys = names[partition];
        byte[][] arguments = ids.stream().map(RedisLiveState::bytes).toArray(byte[][]::new);
        return look(
                partition, "look_nodes", ids, RedisLiveState::node, arguments, keys.state(), keys.grants(), keys.due());
    }

    @Override
    public Mono<Look> records(int partition, List<String> ids) {
        PartitionKeys keys = names[partition];
        byte[][] arguments = ids.stream().map(RedisLiveState::bytes).toArray(byte[][]::new);
        Stream<byte[]> given =
                Stream.concat(Stream.of(keys.state(), keys.due()), ids.stream().map(keys::record));
        return look(partition, "look_records", ids, RedisLiveState::record, arguments, given.toArray(byte[][]::new));
    }

    @Override
    public Mono<Look> answers(int partition, List<String> ids) {
        PartitionKeys keys = names[partition];
        Stream<byte[]> given =
                Stream.concat(Stream.of(keys.state()), ids.stream().map(keys::once));
        return look(
                partition, "look_answers", ids, RedisLiveState::answer, new byte[0][], given.toArray(byte[][]::new));
    }

    private Mono<Look> look(
            int partition,
            String function,
            List<String> ids,
            BiFunction<String, Object, Seen> seen,
            byte[][] arguments,
            byte[]... keys) {
        return questions
                .ask(
                        partition,
                        redis -> redis.<List<@Nullable Object>>fcallReadOnly(
                                library.function(function), ScriptOutputType.MULTI, keys, arguments))
                .map(replies -> {
                    List<Seen> all = new ArrayList<>();
                    for (int i = 0; i < ids.size(); i++) {
                        Object reply = i + 1 < replies.size() ? replies.get(i + 1) : null;
                        all.add(reply == null ? nothing(ids.get(i), 0) : seen.apply(ids.get(i), reply));
                    }
                    return new Look(Long.parseLong(text(Objects.requireNonNull(replies.get(0)))), all);
                });
    }

    private static Seen nothing(String id, long dueMs) {
        return new Seen(id, null, null, null, null, dueMs);
    }

    private static Seen node(String id, Object reply) {
        List<?> fields = (List<?>) reply;
        Object node = fields.get(0);
        Object pool = fields.size() > 2 ? fields.get(2) : null;
        return new Seen(
                id,
                node == null ? null : new Part.OfNode(RedisReader.node(node)),
                pool == null ? null : new Part.OfPool(id, RedisReader.pool((List<?>) pool)),
                null,
                null,
                dueMs(fields.get(1)));
    }

    private static Seen record(String id, Object reply) {
        List<?> due = (List<?>) reply;
        List<?> flat = (List<?>) Objects.requireNonNull(due.get(1));
        Map<String, byte[]> fields = new HashMap<>();
        for (int i = 0; i < flat.size(); i += 2) {
            fields.put(text(flat.get(i)), (byte[]) flat.get(i + 1));
        }
        long dueMs = dueMs(due.get(0));
        return fields.isEmpty()
                ? nothing(id, dueMs)
                : new Seen(id, null, null, RecordFields.read(id, fields), null, dueMs);
    }

    private static Seen answer(String key, Object reply) {
        List<?> a = (List<?>) reply;
        // The reply reads as the repeated one that a client is given.
        List<Object> repeated = new ArrayList<>(List.of("Y".getBytes(UTF_8)));
        repeated.addAll(a.subList(2, a.size()));
        Outcome.Replayed first = (Outcome.Replayed) Replies.outcome(repeated);
        @Nullable Order order = first.order();
        Part answer = new Part.OfAnswer(key, text(a.get(0)), Long.parseLong(text(a.get(1))), first.original(), order);
        return new Seen(key, null, null, null, answer, 0);
    }

    private static long dueMs(@Nullable Object score) {
        return score == null ? 0 : (long) Double.parseDouble(text(score));
    }

    private static String text(Object reply) {
        return new String((byte[]) reply, UTF_8);
    }

    private static byte[] bytes(String id) {
        return id.getBytes(UTF_8);
    }
}
