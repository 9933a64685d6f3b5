package io.farebox.api.http;

import org.jspecify.annotations.Nullable;

/** What is told of each answered request. */
@FunctionalInterface
public interface Meter {
    /**
     * Notes an answer.
     *
     * @param route null where the request led to none
     * @param nanos from the request's head to its answer
     */
    void answered(@Nullable Route route, int status, long nanos);
}
