package io.farebox.redis;

import io.lettuce.core.RedisCommandExecutionException;
import org.jspecify.annotations.Nullable;

/** What a failure of a command says of what Redis did. */
final class Failure {
    private Failure() {}

    /** Whether Redis ran what it was asked and that failed; all else is of the connection or of the server's state. */
    static boolean isOfTheScript(@Nullable Throwable failure) {
        return startsWith(failure, "ERR ");
    }

    /** A Redis that was emptied, or that joined the cluster, does not have the library. */
    static boolean isUnknownFunction(@Nullable Throwable failure) {
        return failure instanceof RedisCommandExecutionException
                && String.valueOf(failure.getMessage()).contains("Function not found");
    }

    /** A Redis that was emptied has no consumer groups either. */
    static boolean isWithoutGroup(@Nullable Throwable failure) {
        return startsWith(failure, "NOGROUP");
    }

    /** Whether Redis itself answered that it does not do it, and would answer so again. */
    static boolean isFinal(@Nullable Throwable failure) {
        return isOfTheScript(failure)
                || isWithoutGroup(failure)
                || startsWith(failure, "BUSYGROUP")
                || startsWith(failure, "WRONGTYPE");
    }

    private static boolean startsWith(@Nullable Throwable failure, String word) {
        return failure instanceof RedisCommandExecutionException
                && String.valueOf(failure.getMessage()).startsWith(word);
    }
}
