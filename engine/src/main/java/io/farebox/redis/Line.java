package io.farebox.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One pipelined connection to one Redis. What writes to it and flushes it does so on one thread. */
final class Line {
    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final RedisAsyncCommands<byte[], byte[]> commands;
    private final Replication replication;
    private @Nullable CompletableFuture<Long> replicated;

    Line(StatefulRedisConnection<byte[], byte[]> connection, Replication replication) {
        this.connection = connection;
        this.commands = connection.async();
        this.replication = replication;
    }

    RedisAsyncCommands<byte[], byte[]> commands() {
        return commands;
    }

    /** A question that is answered also where its keys are only on their way to this Redis. */
    <T> CompletionStage<T> asking(Lines.Question<T> question) {
        // Another thread's question must not come between the two.
        synchronized (connection) {
            var unused = commands.asking();
            return question.ask(commands);
        }
    }

    /**
     * The answer, once enough replicas have what it tells of; null where they have not in time. All that goes out with
     * one flush waits together.
     */
    <T> CompletionStage<@Nullable T> kept(CompletionStage<T> answer) {
        if (replication.replicasMin() == 0) {
            return answer;
        }
        if (replicated == null) {
            replicated = new CompletableFuture<>();
        }
        return answer.thenCombine(replicated, (told, replicas) -> replicas >= replication.replicasMin() ? told : null);
    }

    void flush() {
        CompletableFuture<Long> waiting = replicated;
        if (waiting != null) {
            replicated = null;
            commands.waitForReplication(replication.replicasMin(), replication.waitMs())
                    .whenComplete((replicas, failure) -> waiting.complete(failure == null ? replicas : 0L));
        }
        connection.flushCommands();
    }

    CompletableFuture<Void> close() {
        return connection.closeAsync();
    }
}
