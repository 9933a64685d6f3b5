package io.farebox.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What is remembered of records; the whole cache is tried against a real Cassandra in CassandraDirectoryIT. */
final class RememberedTest {
    private static final ApiKey OLD = key("old");
    private static final ApiKey NEW = key("new");
    private static final int REREADS_PER_SECOND = 10;
    private static final Duration NO_WAIT = Duration.ofMillis(100);

    private final AtomicInteger reads = new AtomicInteger();
    private volatile Mono<ApiKey> answer = Mono.just(OLD);
    private final AtomicLong nowNanos = new AtomicLong();
    private final Outage outage = new Outage(nowNanos::get);
    private final Remembered<ApiKey> keys = new Remembered<>(
            id -> {
                reads.incrementAndGet();
                return answer;
            },
            outage,
            new Rereads(REREADS_PER_SECOND, nowNanos::get),
            100,
            nowNanos::get);

    @Test
    void aRecordIsReadOnce() {
        assertThat(keys.now("k")).isNull();
        assertThat(keys.get("k").block()).isEqualTo(OLD);
        assertThat(keys.get("k").block()).isEqualTo(OLD);
        assertThat(keys.now("k")).isEqualTo(OLD);
        assertThat(reads).hasValue(1);
    }

    @Test
    void thatThereIsNoneIsRememberedUntilItIsHeardOf() {
        answer = Mono.empty();
        assertThat(keys.get("k").blockOptional()).isEmpty();
        assertThat(keys.get("k").blockOptional()).isEmpty();
        assertThat(reads).hasValue(1);
        answer = Mono.just(NEW);
        keys.changed("k");
        assertThat(keys.get("k").block()).isEqualTo(NEW);
    }

    @Test
    void manyWhoAskAtOnceShareARead() {
        Sinks.One<ApiKey> late = Sinks.one();
        answer = late.asMono();
        var first = keys.get("k").toFuture();
        var second = keys.get("k").toFuture();
        late.tryEmitValue(OLD).orThrow();
        assertThat(first).isCompletedWithValue(OLD);
        assertThat(second).isCompletedWithValue(OLD);
        assertThat(reads).hasValue(1);
    }

    @Test
    void aReadThatBeganBeforeAChangeIsNotKept() {
        Sinks.One<ApiKey> late = Sinks.one();
        answer = late.asMono();
        var early = keys.get("k").toFuture();
        keys.changed("k");
        late.tryEmitValue(OLD).orThrow();
        assertThat(early).isCompletedWithValue(OLD);
        assertThat(keys.now("k")).isNull();
        answer = Mono.just(NEW);
        assertThat(keys.get("k").block()).isEqualTo(NEW);
    }

    @Test
    void aReadThatBeganBeforeOurOwnWriteDoesNotUndoIt() {
        Sinks.One<ApiKey> late = Sinks.one();
        answer = late.asMono();
        var early = keys.get("k").toFuture();
        keys.wrote("k", NEW);
        late.tryEmitValue(OLD).orThrow();
        assertThat(early).isCompletedWithValue(OLD);
        assertThat(keys.now("k")).isEqualTo(NEW);
        keys.wrote("k", null);
        assertThat(keys.now("k")).isNull();
        assertThat(keys.get("k").blockOptional()).isEmpty();
    }

    @Test
    void whileTheStoreIsAwayWhatIsKnownIsUsed() {
        assertThat(keys.get("k").block()).isEqualTo(OLD);
        keys.changed("k");
        assertThat(keys.now("k")).isNull();
        answer = Mono.error(new IllegalStateException("away"));

        assertThat(keys.get("k").block()).isEqualTo(OLD);
        assertThat(outage.isOn()).isTrue();
        assertThat(keys.now("k")).isEqualTo(OLD);
        assertThatThrownBy(() -> keys.get("unknown").block()).hasMessage("away");

        answer = Mono.just(NEW);
        assertThat(keys.get("other").block()).isEqualTo(NEW);
        assertThat(outage.isOn()).isFalse();
        assertThat(keys.now("k")).isNull();
        assertThat(keys.get("k").block()).isEqualTo(NEW);
    }

    @Test
    void whatIsOldIsUsedWhileItIsReadAgain() {
        assertThat(keys.get("k").block()).isEqualTo(OLD);
        Sinks.One<ApiKey> late = Sinks.one();
        answer = late.asMono();
        nowNanos.addAndGet(Remembered.FRESH_FOR.toNanos());

        assertThat(keys.get("k").block(NO_WAIT)).isEqualTo(OLD);
        assertThat(keys.now("k")).isEqualTo(OLD);
        assertThat(reads).hasValue(2);
        late.tryEmitValue(NEW).orThrow();
        assertThat(keys.now("k")).isEqualTo(NEW);
        assertThat(reads).hasValue(2);
    }

    @Test
    void howeverMuchIsOldSomeAreReadAgainInASecond() {
        for (int i = 0; i < 100; i++) {
            keys.get("k" + i).block();
        }
        reads.set(0);
        answer = Mono.just(NEW);
        nowNanos.addAndGet(Remembered.FRESH_FOR.toNanos());
        for (int ms = 0; ms < 1_000; ms++) {
            keys.now("k" + ms % 100);
            nowNanos.addAndGet(1_000_000);
        }
        assertThat(reads).hasValue(REREADS_PER_SECOND);
        keys.changed("k7");
        assertThat(keys.get("k7").block()).isEqualTo(NEW);
    }

    @Test
    void nobodyWaitsForAStoreThatDoesNotAnswer() {
        assertThat(keys.get("k").block()).isEqualTo(OLD);
        answer = Mono.empty();
        assertThat(keys.get("none").blockOptional()).isEmpty();
        Sinks.One<ApiKey> never = Sinks.one();
        answer = never.asMono();
        nowNanos.addAndGet(Remembered.FRESH_FOR.toNanos());
        assertThat(keys.get("k").block(NO_WAIT)).isEqualTo(OLD);
        never.tryEmitError(new IllegalStateException("timed out")).orThrow();
        assertThat(outage.isOn()).isTrue();

        answer = Mono.never();
        for (int second = 0; second < 10; second++) {
            nowNanos.addAndGet(Outage.RETRY.toNanos());
            for (int i = 0; i < 3; i++) {
                assertThat(keys.get("k").block(NO_WAIT)).isEqualTo(OLD);
                assertThat(keys.get("none").blockOptional(NO_WAIT)).isEmpty();
            }
        }
        assertThat(reads.get()).isLessThanOrEqualTo(3 + 10);
    }

    @Test
    void whenEverythingMayHaveChangedEverythingIsReadAgain() {
        assertThat(keys.get("k").block()).isEqualTo(OLD);
        answer = Mono.just(NEW);
        keys.everythingChanged();
        assertThat(keys.now("k")).isNull();
        assertThat(keys.get("k").block()).isEqualTo(NEW);
    }

    private static ApiKey key(String name) {
        return new ApiKey("k", "a", Role.BASIC, name, "", Instant.EPOCH);
    }
}
