package io.farebox.relay;

import io.farebox.charge.Clause;
import io.farebox.charge.Command;
import io.farebox.charge.Funding;
import io.farebox.charge.Ids;
import io.farebox.charge.Node;
import io.farebox.charge.Order;
import io.farebox.charge.Outcome;
import io.farebox.charge.PriceClass;
import io.farebox.charge.Terms;
import io.farebox.charge.Window;
import io.farebox.ledger.Charger;
import io.farebox.ledger.Manifest;
import io.farebox.local.SharedStores;
import io.farebox.redis.RedisSettings;
import io.farebox.redis.RedisStore;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Commands to a real Redis, in a database of their own, so that there is a journal to relay. */
final class Traffic implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(1);
    static final long PRICE_MICRO = 1_000_000;
    private static final int AT_ONCE = 64;

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = loops.next();
    private final RedisStore store;
    private final Charger charger;

    Traffic(int database) {
        String uri = SharedStores.redis().uri() + "/" + database;
        store = await(RedisStore.open(RedisSettings.of(uri)));
        charger = await(store.charger(loop));
    }

    RedisStore store() {
        return store;
    }

    /** Opens a root account of a partition and gives it credits. */
    String account(int partition, long number, long creditsMicro) {
        String account = Ids.account(partition, number);
        run(
                new Command.OpenAccount(account, null, Funding.OWN, Node.UNLIMITED, Window.TOTAL, 0, null),
                new Command.Grant(
                        account, "g1", creditsMicro, System.currentTimeMillis() + 86_400_000L, false, "", "", null));
        return account;
    }

    /** Sends that many single messages. */
    void singles(int partition, String account, int count) {
        List<Outcome> outcomes = await(Flux.range(0, count)
                .flatMap(i -> charger.reserve(account, single(account, i)), AT_ONCE)
                .subscribeOn(Schedulers.fromExecutor(loop))
                .collectList());
        if (!outcomes.stream().allMatch(Outcome.Reserved.class::isInstance)) {
            throw new AssertionError(outcomes.toString());
        }
    }

    private static Command.Reserve single(String account, int number) {
        Manifest manifest = new Manifest("sms", "key", "", "", new long[] {4915100000000L + number});
        PriceClass germany = new PriceClass("DE", 1, PRICE_MICRO);
        Order order = new Order(1, List.of(germany), new byte[0], PRICE_MICRO, "", manifest.encode());
        Terms terms = new Terms(
                new Clause(
                        System.currentTimeMillis() + 86_400_000L,
                        Clause.OnDeadline.CONFIRM,
                        Clause.LateDelivery.CHARGE),
                0);
        return new Command.Reserve("", 0, account, order, terms, false, null);
    }

    void run(Command... commands) {
        await(Flux.fromArray(commands)
                .flatMapSequential(charger::charge, commands.length, 1)
                .subscribeOn(Schedulers.fromExecutor(loop))
                .collectList());
    }

    static <T> T await(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE));
    }

    @Override
    public void close() {
        store.close().block(PATIENCE);
        loops.shutdownGracefully().syncUninterruptibly();
    }
}
