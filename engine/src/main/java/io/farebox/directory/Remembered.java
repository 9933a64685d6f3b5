package io.farebox.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What is remembered of one kind of record: those that are there and, for a short time, those that are not.
 *
 * <p>The two are kept apart, so that nobody can push out what is in use by asking for what does not exist. A record that
 * was changed elsewhere stays as the last resort, marked, until it was read again.
 *
 * @param <V> the kind of record
 */
final class Remembered<V> {
    /** How long it is remembered that there is no such record. */
    static final Duration ABSENT_FOR = Duration.ofSeconds(5);
    /** After this a record that is used is read again even where no change was heard of: nothing stays wrong for good. */
    static final Duration FRESH_FOR = Duration.ofMinutes(5);

    private static final int ABSENT_MAX = 10_000;

    /** @param isChanged whether it was changed elsewhere since it was read */
    private record Known<V>(V value, long readAtNanos, boolean isChanged) {}

    private final Function<String, Mono<V>> store;
    private final Outage outage;
    private final Rereads rereads;
    private final LongSupplier clockNanos;
    private final Cache<String, Known<V>> present;
    /** When it was read that there is none. */
    private final Cache<String, Long> absent =
            Caffeine.newBuilder().maximumSize(ABSENT_MAX).build();
    /** Reads under way, shared by all who ask meanwhile; a change takes the read away, so that its answer is not kept. */
    private final ConcurrentMap<String, Mono<V>> reads = new ConcurrentHashMap<>();

    Remembered(
            Function<String, Mono<V>> store, Outage outage, Rereads rereads, int recordsMax, LongSupplier clockNanos) {
        this.store = store;
        this.outage = outage;
        this.rereads = rereads;
        this.clockNanos = clockNanos;
        present = Caffeine.newBuilder().maximumSize(recordsMax).build();
    }

    /** The record where it is known for sure, or known at all while the store is away; else null. */
    @Nullable
    V now(String id) {
        Known<V> known = present.getIfPresent(id);
        if (known == null) {
            return null;
        }
        boolean isOld = known.isChanged() || isOver(known.readAtNanos(), FRESH_FOR);
        return !isOld || isUsedMeanwhile(id, known.isChanged()) ? known.value() : null;
    }

    /** The record, read where it is not known; the last known one where the store fails. */
    Mono<V> get(String id) {
        return Mono.defer(() -> {
            V value = now(id);
            if (value != null) {
                return Mono.just(value);
            }
            Long absentAtNanos = absent.getIfPresent(id);
            return absentAtNanos != null && (!isOver(absentAtNanos, ABSENT_FOR) || isUsedMeanwhile(id, true))
                    ? Mono.empty()
                    : shared(id);
        });
    }

    /**
     * Whether what is old is used while it is read again, so that nobody waits for a store that is slow or away: not where it
     * may well be wrong and the store can tell.
     */
    private boolean isUsedMeanwhile(String id, boolean mayBeWrong) {
        if (mayBeWrong && !outage.isOn()) {
            return false;
        }
        // Whoever asks while a read is under way needs nothing of it: this is the hot path.
        if (!reads.containsKey(id) && outage.mayTry() && rereads.take()) {
            shared(id).subscribe(read -> {}, failure -> {});
        }
        return true;
    }

    private boolean isOver(long sinceNanos, Duration span) {
        return clockNanos.getAsLong() - sinceNanos >= span.toNanos();
    }

    private Mono<V> shared(String id) {
        return reads.computeIfAbsent(id, key -> {
            Holder<V> holder = new Holder<>();
            Mono<V> read = read(key, holder).cache();
            holder.read = read;
            return read;
        });
    }

    private Mono<V> read(String id, Holder<V> holder) {
        return Mono.defer(() -> store.apply(id))
                .doOnSuccess(value -> {
                    outage.ended();
                    if (holder.read != null && reads.remove(id, holder.read)) {
                        keep(id, value);
                    }
                })
                .doOnError(failure -> forget(id, holder))
                .doOnCancel(() -> forget(id, holder))
                .onErrorResume(failure -> lastKnown(id, failure));
    }

    private void forget(String id, Holder<V> holder) {
        if (holder.read != null) {
            reads.remove(id, holder.read);
        }
    }

    private Mono<V> lastKnown(String id, Throwable failure) {
        outage.began(failure);
        Known<V> known = present.getIfPresent(id);
        if (known != null) {
            return Mono.just(known.value());
        }
        return absent.getIfPresent(id) != null ? Mono.empty() : Mono.error(failure);
    }

    /** Keeps what was written or read; null where there is no such record. */
    void keep(String id, @Nullable V value) {
        if (value == null) {
            present.invalidate(id);
            absent.put(id, clockNanos.getAsLong());
        } else {
            present.put(id, new Known<>(value, clockNanos.getAsLong(), false));
            absent.invalidate(id);
        }
    }

    /** Keeps what this engine wrote; a read that began before does not undo it. */
    void wrote(String id, @Nullable V value) {
        reads.remove(id);
        keep(id, value);
    }

    /** Marks what was changed elsewhere. */
    void changed(String id) {
        reads.remove(id);
        absent.invalidate(id);
        present.asMap().computeIfPresent(id, (key, known) -> stale(known));
    }

    void everythingChanged() {
        reads.clear();
        absent.invalidateAll();
        present.asMap().replaceAll((key, known) -> stale(known));
    }

    boolean isKnown(String id) {
        return present.getIfPresent(id) != null;
    }

    private Known<V> stale(Known<V> known) {
        return new Known<>(known.value(), known.readAtNanos(), true);
    }

    /** Lets a read name itself. */
    private static final class Holder<V> {
        private volatile @Nullable Mono<V> read;
    }
}
