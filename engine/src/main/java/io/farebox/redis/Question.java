package io.farebox.redis;

import io.farebox.ledger.Unavailable;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What is asked of Redis and changes no credits: where Redis does not answer, its callers are told so. */
final class Question {
    private static final int RETRY_AFTER_SECONDS = 1;

    private Question() {}

    /** The answer; {@link Unavailable} where Redis is away, is loading or takes too long. */
    static <T> Mono<T> ask(Supplier<? extends CompletionStage<T>> question) {
        return Mono.<T>fromCompletionStage(question)
                .onErrorMap(
                        failure -> !isOfTheScript(failure),
                        failure -> new Unavailable(
                                Unavailable.Cause.PARTITION_UNAVAILABLE,
                                RETRY_AFTER_SECONDS,
                                "the credits' store does not answer: " + failure.getMessage()));
    }

    /** Whether Redis ran what it was asked and that failed; all else is of the connection or of the server's state. */
    static boolean isOfTheScript(@Nullable Throwable failure) {
        return failure instanceof RedisCommandExecutionException
                && String.valueOf(failure.getMessage()).startsWith("ERR ");
    }
}
