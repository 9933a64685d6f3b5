package io.farebox.redis;

import io.farebox.charge.Command;
import io.farebox.charge.Outcome;
import io.farebox.ledger.Balances;
import io.farebox.ledger.Charger;
import io.farebox.local.RedisServer;
import io.farebox.local.SharedStores;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A store on a real Redis, with one event loop and a clock that the test sets, for the time of a test class. */
final class OpenStore implements BeforeAllCallback, AfterAllCallback {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Supplier<String> uri;
    private final Consumer<String> toAll;
    private final AtomicLong nowMs = new AtomicLong(1_800_000_000_000L);
    private MultiThreadIoEventLoopGroup loops;
    private EventLoop loop;
    private RedisStore store;
    private Charger charger;

    /** On the Redis that all tests share. */
    OpenStore() {
        this(SharedStores::redis);
    }

    OpenStore(Supplier<RedisServer> server) {
        this(() -> server.get().uri(), word -> server.get().ask(word));
    }

    /**
     * On any Redis, or on a cluster.
     *
     * @param toAll sends a command to all that hold data
     */
    OpenStore(Supplier<String> uri, Consumer<String> toAll) {
        this.uri = uri;
        this.toAll = toAll;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        loop = loops.next();
        empty();
    }

    /** Empties Redis and connects anew. */
    void empty() {
        closeStore();
        toAll.accept("FLUSHALL");
        store = RedisStore.open(RedisSettings.of(uri.get()), nowMs::get).block(PATIENCE);
        charger = store.charger(loop).block(PATIENCE);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        closeStore();
        loops.shutdownGracefully();
    }

    private void closeStore() {
        if (store != null) {
            store.close().block(PATIENCE);
        }
    }

    Outcome charge(Command command) {
        return charger.charge(command).block(PATIENCE);
    }

    Charger charger() {
        return charger;
    }

    Balances balances() {
        return store.balances();
    }

    RedisStore store() {
        return store;
    }

    EventLoop loop() {
        return loop;
    }

    /** Loses all data behind the connected store's back. */
    void flushAll() {
        toAll.accept("FLUSHALL");
    }

    void setNowMs(long time) {
        nowMs.set(time);
    }
}
