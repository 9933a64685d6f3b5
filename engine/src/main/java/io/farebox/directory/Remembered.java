package io.farebox.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What is remembered of one kind of record: those that are there and, for a short time, those that are not.
 *
 * <p>The two are kept apart, so that nobody can push out what is in use by asking for what does not exist. A record that
 * was changed elsewhere stays as the last resort, marked stale, until it was read again.
 *
 * @param <V> the kind of record
 */
final class Remembered<V> {
    /** How long it is remembered that there is no such record. */
    static final Duration ABSENT_FOR = Duration.ofSeconds(5);
    /** After this a record is read again even where no change was heard of, so that nothing stays wrong for good. */
    static final Duration FRESH_FOR = Duration.ofMinutes(5);

    private static final int ABSENT_MAX = 10_000;

    private record Known<V>(V value, long readAtNanos) {}

    private final Function<String, Mono<V>> store;
    private final Outage outage;
    private final Cache<String, Known<V>> present;
    private final Cache<String, Boolean> absent = Caffeine.newBuilder()
            .maximumSize(ABSENT_MAX)
            .expireAfterWrite(ABSENT_FOR)
            .build();
    /** Reads under way, shared by all who ask meanwhile; a change takes the read away, so that its answer is not kept. */
    private final ConcurrentMap<String, Mono<V>> reads = new ConcurrentHashMap<>();

    Remembered(Function<String, Mono<V>> store, Outage outage, int recordsMax) {
        this.store = store;
        this.outage = outage;
        present = Caffeine.newBuilder().maximumSize(recordsMax).build();
    }

    /** The record where it is known for sure, or known at all while the store is away; else null. */
    @Nullable
    V now(String id) {
        Known<V> known = present.getIfPresent(id);
        return known != null && (outage.isOn() || isFresh(known)) ? known.value() : null;
    }

    /** The record, read where it is not known; the last known one where the store fails. */
    Mono<V> get(String id) {
        return Mono.defer(() -> {
            V value = now(id);
            if (value != null) {
                return Mono.just(value);
            }
            return absent.getIfPresent(id) != null ? Mono.empty() : shared(id);
        });
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
        return known == null ? Mono.error(failure) : Mono.just(known.value());
    }

    /** Keeps what was written or read; null where there is no such record. */
    void keep(String id, @Nullable V value) {
        if (value == null) {
            present.invalidate(id);
            absent.put(id, true);
        } else {
            present.put(id, new Known<>(value, System.nanoTime()));
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
        return new Known<>(known.value(), System.nanoTime() - FRESH_FOR.toNanos());
    }

    private boolean isFresh(Known<V> known) {
        return System.nanoTime() - known.readAtNanos() < FRESH_FOR.toNanos();
    }

    /** Lets a read name itself. */
    private static final class Holder<V> {
        private volatile @Nullable Mono<V> read;
    }
}
