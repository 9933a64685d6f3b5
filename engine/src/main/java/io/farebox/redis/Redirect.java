package io.farebox.redis;

import io.lettuce.core.RedisCommandExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What a Redis of a cluster says of a key that another one has: it has done nothing.
 *
 * @param to the other one
 * @param asking whether the key is there only for this question, because its slot is still on its way
 */
record Redirect(Address to, boolean asking) {
    private static final String MOVED = "MOVED ";
    private static final String ASK = "ASK ";

    /** What a failure says; null where it is no redirection, or one without an address. */
    static @Nullable Redirect of(@Nullable Throwable failure) {
        if (!(failure instanceof RedisCommandExecutionException)) {
            return null;
        }
        String message = String.valueOf(failure.getMessage());
        boolean asking = message.startsWith(ASK);
        String[] words = message.split(" ", -1);
        if (!asking && !message.startsWith(MOVED) || words.length < 3 || words[2].startsWith(":")) {
            return null;
        }
        return new Redirect(Address.of(words[2]), asking);
    }
}
