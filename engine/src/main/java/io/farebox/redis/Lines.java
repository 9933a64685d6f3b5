package io.farebox.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The connections of one owner, such as an event loop, to all masters: one each, made when it is first needed and closed
 * when its Redis holds no partition any more, which fails what still waits for an answer on it.
 */
final class Lines {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final long CONNECT_AGAIN_MS = 100;

    /** Something that is asked of a Redis. */
    @FunctionalInterface
    interface Question<T> {
        CompletionStage<T> ask(RedisAsyncCommands<byte[], byte[]> redis);
    }

    private final RedisClient client;
    private final RedisURI login;
    private final Replication replication;
    private final boolean flushed;
    private final Map<Address, CompletableFuture<Line>> all = new ConcurrentHashMap<>();

    /** Lines of which each command goes out at once. */
    Lines(RedisClient client, RedisURI login) {
        this(client, login, Replication.NONE, true);
    }

    /** Lines of which nothing goes out before it is flushed. */
    Lines(RedisClient client, RedisURI login, Replication replication) {
        this(client, login, replication, false);
    }

    private Lines(RedisClient client, RedisURI login, Replication replication, boolean flushed) {
        this.client = client;
        this.login = login;
        this.replication = replication;
        this.flushed = flushed;
    }

    /** The line to a Redis, once it is connected. */
    Mono<Line> to(Address address) {
        return Awaited.of(() -> line(address));
    }

    /** The line to a Redis if it is connected; else it soon will be. */
    @Nullable
    Line ready(Address address) {
        CompletableFuture<Line> line = line(address);
        return line.isDone() && !line.isCompletedExceptionally() ? line.join() : null;
    }

    private CompletableFuture<Line> line(Address address) {
        CompletableFuture<Line> known = all.get(address);
        return known == null ? all.computeIfAbsent(address, this::connect) : known;
    }

    private CompletableFuture<Line> connect(Address address) {
        RedisURI uri = RedisURI.builder(login)
                .withHost(address.host())
                .withPort(address.port())
                .withTimeout(CONNECT_TIMEOUT)
                .build();
        CompletableFuture<Line> line = client.connectAsync(ByteArrayCodec.INSTANCE, uri)
                .toCompletableFuture()
                .thenApply(connection -> {
                    connection.setAutoFlushCommands(flushed);
                    return new Line(connection, replication);
                });
        var unused = line.whenComplete((made, failure) -> {
            if (failure != null) {
                CompletableFuture.delayedExecutor(CONNECT_AGAIN_MS, TimeUnit.MILLISECONDS)
                        .execute(() -> all.remove(address, line));
            }
        });
        return line;
    }

    /** Sends all that was written. */
    void flush() {
        for (CompletableFuture<Line> line : all.values()) {
            if (line.isDone() && !line.isCompletedExceptionally()) {
                line.join().flush();
            }
        }
    }

    /** Closes the lines to all others. */
    void keepOnly(Set<Address> masters) {
        for (Address address : List.copyOf(all.keySet())) {
            if (!masters.contains(address)) {
                CompletableFuture<Line> line = all.remove(address);
                if (line != null) {
                    var unused = line.thenCompose(Line::close);
                }
            }
        }
    }

    Mono<Void> close() {
        return Mono.fromCompletionStage(client::shutdownAsync);
    }
}
