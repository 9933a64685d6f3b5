package io.farebox.api.http;

import reactor.core.publisher.Mono;

/** What turns a call into an answer; it may throw or signal a {@link Problem} instead. It must not block. */
@FunctionalInterface
public interface Handler {
    Mono<Answer> handle(Call call);
}
