package io.farebox.audit;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The auditor's reads: one after the other, on a thread that waits for each, with a rest between two.
 *
 * <p>An audit is one long computation that nobody waits for; written in a row it reads like the rules that it checks, and
 * one read at a time is what keeps it out of the way of traffic.
 */
final class Reads {
    private final Duration pause;
    private final Duration max;

    Reads(Duration pause, Duration max) {
        this.pause = pause;
        this.max = max;
    }

    <T> T one(Mono<T> read) {
        return Objects.requireNonNull(maybe(read), "a store gave no answer");
    }

    <T> List<T> list(Mono<List<T>> read) {
        return one(read);
    }

    long number(Mono<Long> read) {
        return one(read);
    }

    <T> @Nullable T maybe(Mono<T> read) {
        Mono<T> rested = pause.isZero() ? read : Mono.delay(pause).then(read);
        return rested.block(max.plus(pause));
    }

    void run(Mono<Void> write) {
        write.block(max);
    }
}
