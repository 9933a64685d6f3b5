package io.farebox.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.farebox.ledger.Fences;
import io.lettuce.core.KeyValue;
import io.lettuce.core.ScriptOutputType;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What this engine has seen of each partition, which every call says to the script, and what it refuses.
 *
 * <p>A Redis that is behind what was seen refuses the call itself, so that no command is ever decided on less than was
 * acknowledged, whoever notices first.
 */
final class RedisFences implements Fences {
    private static final Logger LOG = LoggerFactory.getLogger(RedisFences.class);
    private static final byte[] SEQ = "seq".getBytes(US_ASCII);
    private static final byte[] EPOCH = "epoch".getBytes(US_ASCII);
    private static final long CLOSED = -1;
    private static final String UNKNOWN_EPOCH = "?";

    private final Questions questions;
    private final ScriptLibrary library;
    private final PartitionKeys[] names;
    private final AtomicReferenceArray<Position> seen;
    private final Set<Integer> fenced = ConcurrentHashMap.newKeySet();
    private final LaneOwners owners = new LaneOwners();

    RedisFences(Questions questions, ScriptLibrary library, PartitionKeys[] names) {
        this.questions = questions;
        this.library = library;
        this.names = names;
        seen = new AtomicReferenceArray<>(names.length);
        for (int p = 0; p < names.length; p++) {
            seen.set(p, new Position(0, ""));
        }
    }

    /** Begins with where the partitions stand; one that is closed will be open under the same name, which is not known. */
    Mono<Void> begin() {
        return Flux.range(0, names.length)
                .concatMap(p -> position(p)
                        .doOnNext(at -> seen.set(p, at.seq() == CLOSED ? new Position(0, UNKNOWN_EPOCH) : at)))
                .then();
    }

    /** Has an event loop's lanes refuse what is refused, now and later. */
    void bind(Lanes lanes) {
        owners.add(lanes);
        fenced.forEach(lanes::fence);
    }

    LaneOwners owners() {
        return owners;
    }

    @Override
    public Mono<Position> position(int partition) {
        return questions
                .ask(partition, redis -> redis.hmget(names[partition].state(), SEQ, EPOCH))
                .map(values -> position(values.get(0), values.get(1)));
    }

    /** A partition of which nothing is known, not even a rebuild, is one that nothing has happened on yet. */
    private static Position position(KeyValue<byte[], byte[]> seq, KeyValue<byte[], byte[]> epoch) {
        String name = new String(epoch.getValueOrElse(new byte[0]), US_ASCII);
        if (seq.hasValue()) {
            return new Position(Long.parseLong(new String(seq.getValue(), US_ASCII)), name);
        }
        return new Position(name.isEmpty() ? 0 : CLOSED, name);
    }

    @Override
    public Position seen(int partition) {
        return seen.get(partition);
    }

    @Override
    public void saw(int partition, long seq) {
        if (seq > seen.get(partition).seq()) {
            seen.updateAndGet(partition, at -> new Position(Math.max(at.seq(), seq), at.epoch()));
        }
    }

    @Override
    public void fence(int partition) {
        if (fenced.add(partition)) {
            LOG.error(
                    "Partition {} is refused: Redis has lost what it had acknowledged, or is being rebuilt; this engine"
                            + " had seen block {} of its journal",
                    partition,
                    seen.get(partition).seq());
            refuseForAll(partition);
        }
        owners.all().forEach(lanes -> lanes.fence(partition));
    }

    /** Has the Redis refuse other engines too, which may not miss anything, where it really is behind. */
    private void refuseForAll(int partition) {
        Position at = seen.get(partition);
        byte[][] keys = {names[partition].state()};
        questions
                .<Long>ask(
                        partition,
                        redis -> redis.fcall(
                                library.function("refuse"),
                                ScriptOutputType.INTEGER,
                                keys,
                                at.epoch().getBytes(US_ASCII),
                                Long.toString(at.seq()).getBytes(US_ASCII)))
                .subscribe(
                        behind -> LOG.debug("Partition {} is refused by Redis itself: {}", partition, behind == 1),
                        failure -> LOG.debug("Partition {} could not be refused for all", partition, failure));
    }

    @Override
    public boolean isFenced(int partition) {
        return fenced.contains(partition);
    }

    @Override
    public void resume(int partition, Position position) {
        long lost = seen.get(partition).seq() - position.seq();
        if (lost > 0) {
            LOG.error(
                    "Partition {} is served again from block {}: {} blocks that this engine had seen after it are lost",
                    partition,
                    position.seq(),
                    lost);
        } else {
            LOG.info("Partition {} is served again from block {}", partition, position.seq());
        }
        seen.set(partition, position);
        fenced.remove(partition);
        owners.all().forEach(lanes -> lanes.resume(partition));
    }
}
