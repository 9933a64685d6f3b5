package io.farebox.redis;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What a stage has come to, its failure as a value: one that comes when nobody waits any more, as with a Redis that is away, is
 * then no error without an owner.
 */
record Awaited<T>(@Nullable T value, @Nullable Throwable failure) {
    /** The stage as a Mono, which does not cancel it; null makes an empty one. */
    static <T> Mono<T> of(Supplier<? extends CompletionStage<T>> stage) {
        return Mono.fromCompletionStage(() -> stage.get().handle(Awaited<T>::new))
                .flatMap(Awaited::told);
    }

    private Mono<T> told() {
        if (failure == null) {
            return Mono.justOrEmpty(value);
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
        return Mono.error(cause == null ? failure : cause);
    }
}
