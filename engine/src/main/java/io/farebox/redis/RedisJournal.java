package io.farebox.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.farebox.ledger.Block;
import io.farebox.ledger.EntryCodec;
import io.farebox.ledger.JournalStream;
import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisBusyException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAutoClaimArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.XTrimArgs;
import io.lettuce.core.models.stream.ClaimedMessages;
import io.lettuce.core.models.stream.PendingMessages;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The journal streams, read through one consumer group a partition. */
final class RedisJournal implements JournalStream {
    private static final byte[] GROUP = "archive".getBytes(US_ASCII);
    /** "t " */
    private static final int TIME_FIELD_BYTES = 2;

    private static final byte[] SEQ = "seq".getBytes(US_ASCII);

    private final Questions questions;
    private final PartitionKeys[] names;
    private final RedisFences fences;

    RedisJournal(Questions questions, PartitionKeys[] names, RedisFences fences) {
        this.questions = questions;
        this.names = names;
        this.fences = fences;
    }

    /** Creates the consumer groups that are not there yet. */
    Mono<Void> createGroups() {
        return Flux.range(0, names.length).concatMap(this::createGroup).then();
    }

    Mono<String> createGroup(int partition) {
        return questions
                .ask(
                        partition,
                        redis -> redis.xgroupCreate(
                                StreamOffset.from(names[partition].journal(), "0"),
                                GROUP,
                                XGroupCreateArgs.Builder.mkstream()))
                .onErrorResume(RedisBusyException.class, alreadyThere -> Mono.empty());
    }

    @Override
    public Mono<List<Block>> read(int partition, String consumer, int blocksMax) {
        return readFrom(partition, StreamOffset.lastConsumed(names[partition].journal()), consumer, blocksMax);
    }

    @Override
    public Mono<List<Block>> pending(int partition, String consumer, int blocksMax) {
        return readFrom(partition, StreamOffset.from(names[partition].journal(), "0"), consumer, blocksMax);
    }

    @SuppressWarnings("unchecked")
    private Mono<List<Block>> readFrom(int partition, StreamOffset<byte[]> offset, String consumer, int blocksMax) {
        return questions
                .ask(partition, redis -> redis.xreadgroup(reader(consumer), XReadArgs.Builder.count(blocksMax), offset))
                .map(RedisJournal::blocks)
                .doOnNext(blocks -> blocks.forEach(block -> fences.saw(partition, block.seq())))
                .onErrorResume(
                        Failure::isWithoutGroup, lost -> createGroup(partition).then(Mono.just(List.of())));
    }

    /** Blocks from a number on, whoever has them. */
    Mono<List<Block>> range(int partition, long fromSeq, int blocksMax) {
        Range<String> from = Range.from(Range.Boundary.including(id(fromSeq)), Range.Boundary.unbounded());
        return questions
                .ask(partition, redis -> redis.xrange(names[partition].journal(), from, Limit.from(blocksMax)))
                .map(RedisJournal::blocks);
    }

    @Override
    public Mono<List<Block>> reclaim(int partition, String consumer, long idleMs, int blocksMax) {
        XAutoClaimArgs<byte[]> idle =
                XAutoClaimArgs.Builder.xautoclaim(reader(consumer), idleMs, "0").count(blocksMax);
        return questions
                .ask(partition, redis -> redis.xautoclaim(names[partition].journal(), idle))
                .map(ClaimedMessages::getMessages)
                .map(RedisJournal::blocks);
    }

    @Override
    public Mono<Void> acknowledge(int partition, List<Block> blocks) {
        if (blocks.isEmpty()) {
            return Mono.empty();
        }
        byte[] journal = names[partition].journal();
        String[] ids = blocks.stream().map(block -> id(block.seq())).toArray(String[]::new);
        long last = blocks.stream().mapToLong(Block::seq).max().orElseThrow();
        return questions
                .ask(partition, redis -> redis.xack(journal, GROUP, ids))
                .then(questions.ask(partition, redis -> redis.xpending(journal, GROUP)))
                .flatMap(pending -> questions.ask(
                        partition, redis -> redis.xtrim(journal, XTrimArgs.Builder.minId(firstKept(pending, last)))))
                .then();
    }

    /** Nothing that any consumer still has to archive is trimmed, and nothing that none was handed yet. */
    private static String firstKept(PendingMessages pending, long lastAcknowledged) {
        String afterLast = id(lastAcknowledged + 1);
        if (pending.getCount() == 0) {
            return afterLast;
        }
        String lowest = String.valueOf(pending.getMessageIds().getLower().getValue());
        return seq(lowest) <= lastAcknowledged ? lowest : afterLast;
    }

    @Override
    public Mono<Backlog> backlog(int partition) {
        byte[] journal = names[partition].journal();
        return questions
                .ask(partition, redis -> redis.xlen(journal))
                .zipWith(questions.ask(partition, redis -> redis.xrange(journal, Range.unbounded(), Limit.from(1))))
                .map(both -> new Backlog(
                        both.getT1(),
                        both.getT2().isEmpty() ? 0 : block(both.getT2().get(0)).atMs()));
    }

    @Override
    public Mono<Long> lastSeq(int partition) {
        return questions
                .ask(partition, redis -> redis.hget(names[partition].state(), SEQ))
                .map(seq -> Long.parseLong(new String(seq, US_ASCII)))
                .defaultIfEmpty(0L);
    }

    private static Consumer<byte[]> reader(String consumer) {
        return Consumer.from(GROUP, consumer.getBytes(UTF_8));
    }

    private static List<Block> blocks(List<StreamMessage<byte[], byte[]>> messages) {
        return messages.stream().map(RedisJournal::block).toList();
    }

    /**
     * Reads a stream entry (journal.lua). Its fields are byte arrays, which a map tells apart by identity and keeps in
     * their order, so that two entries with the same head stay two.
     */
    private static Block block(StreamMessage<byte[], byte[]> message) {
        Iterator<Map.Entry<byte[], byte[]>> fields =
                message.getBody().entrySet().iterator();
        Map.Entry<byte[], byte[]> time = fields.next();
        long atMs = Long.parseLong(new String(time.getValue(), US_ASCII));
        List<byte[]> parts = new ArrayList<>(2 * message.getBody().size());
        fields.forEachRemaining(field -> {
            parts.add(field.getKey());
            parts.add(field.getValue());
        });
        return Block.decoded(seq(message.getId()), atMs, EntryCodec.parts(parts), traceparents(time.getKey()));
    }

    /** What stands behind the name of the field of the time, which says nothing else and has always been skipped. */
    private static List<String> traceparents(byte[] timeField) {
        return timeField.length <= TIME_FIELD_BYTES
                ? List.of()
                : List.of(new String(timeField, US_ASCII)
                        .substring(TIME_FIELD_BYTES)
                        .split(" ", -1));
    }

    private static String id(long seq) {
        return seq + "-0";
    }

    private static long seq(String id) {
        return Long.parseLong(id.substring(0, id.indexOf('-')));
    }
}
