package io.farebox.audit;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The auditor's reads, on a thread that waits for them, with a rest between two.
 *
 * <p>An audit is one long computation; written in a row it reads like the rules that it checks. Beside traffic one read at
 * a time is what keeps it out of the way, and nobody waits for it; for a command that somebody waits for some are under way
 * at once.
 */
final class Reads {
    private static final String NO_ANSWER = "a store gave no answer";

    private final Duration pause;
    private final Duration max;

    Reads(Duration pause, Duration max) {
        this.pause = pause;
        this.max = max;
    }

    /** The answers of some reads, in their order; so many are under way at a time. */
    <T> List<T> each(List<Mono<T>> reads, int atOnce) {
        Flux<T> answers = Flux.fromIterable(reads)
                .flatMapSequential(
                        read -> rested(read)
                                .timeout(max.plus(pause))
                                .switchIfEmpty(Mono.error(() -> new IllegalStateException(NO_ANSWER))),
                        atOnce,
                        1);
        return Objects.requireNonNull(answers.collectList().block());
    }

    <T> T one(Mono<T> read) {
        return Objects.requireNonNull(maybe(read), NO_ANSWER);
    }

    <T> List<T> list(Mono<List<T>> read) {
        return one(read);
    }

    long number(Mono<Long> read) {
        return one(read);
    }

    <T> @Nullable T maybe(Mono<T> read) {
        return rested(read).block(max.plus(pause));
    }

    private <T> Mono<T> rested(Mono<T> read) {
        return pause.isZero() ? read : Mono.delay(pause).then(read);
    }

    void run(Mono<Void> write) {
        write.block(max);
    }
}
