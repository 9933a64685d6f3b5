package io.farebox.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farebox.charge.Command;
import io.farebox.charge.Ids;
import io.farebox.ledger.Charger;
import io.farebox.ledger.Unavailable;
import io.farebox.local.SharedStores;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Commands of event loops whose partition's lane is on another one. */
final class LaneOwnersIT {
    private static final int LOOPS = 3;
    private static final int ONE_BY_ONE = 100;
    /** A lane that is not woken looks ten times a second all the same: with two of three event loops that would take four times as long. */
    private static final Duration WOKEN_MAX = Duration.ofMillis(ONE_BY_ONE * 50L);

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(LOOPS, NioIoHandler.newFactory());
    private final List<EventLoop> loops = new ArrayList<>();
    private final List<Charger> chargers = new ArrayList<>();
    private RedisStore store;

    @BeforeEach
    void open() {
        SharedStores.redis().ask("FLUSHALL");
        store = RedisStore.open(RedisSettings.of(SharedStores.redis().uri())).block(OpenStore.PATIENCE);
        for (int i = 0; i < LOOPS; i++) {
            loops.add(group.next());
            chargers.add(store.charger(loops.get(i)).block(OpenStore.PATIENCE));
        }
    }

    @AfterEach
    void close() {
        store.close().block(OpenStore.PATIENCE);
        group.shutdownGracefully();
    }

    /** A command that changes nothing but its account, on the event loop itself; it says whether the outcome came there. */
    private Mono<Boolean> ask(int loop, int partition) {
        return chargers.get(loop)
                .charge(new Command.Suspend(Ids.account(partition, 1), true))
                .map(outcome -> loops.get(loop).inEventLoop())
                .subscribeOn(Schedulers.fromExecutor(loops.get(loop)));
    }

    @Test
    void outcomesComeHomeWhereverTheLaneIs() {
        List<Boolean> cameHome = Flux.range(0, 2_000)
                .flatMap(i -> ask(i % LOOPS, i / LOOPS % 16), 64)
                .collectList()
                .block(OpenStore.PATIENCE);
        assertThat(cameHome).hasSize(2_000).containsOnly(true);
    }

    @Test
    void aLaneWithNothingToDoIsWoken() {
        askOneByOne(4);
    }

    @Test
    void aLaneThatWasFencedIsWokenAgain() {
        askOneByOne(5);
        store.fences().fence(5);
        assertThatThrownBy(() -> ask(0, 5).block(OpenStore.PATIENCE)).isInstanceOf(Unavailable.class);
        store.restoration().close(5, "rebuilt").block(OpenStore.PATIENCE);
        store.restoration().open(5, 0).block(OpenStore.PATIENCE);
        store.fences().resume(5, store.fences().position(5).block(OpenStore.PATIENCE));
        askOneByOne(5);
    }

    private void askOneByOne(int partition) {
        long beganNanos = System.nanoTime();
        Flux.range(0, ONE_BY_ONE * LOOPS)
                .concatMap(i -> ask(i % LOOPS, partition))
                .blockLast(OpenStore.PATIENCE);
        Duration took = Duration.ofNanos(System.nanoTime() - beganNanos);
        assertThat(took).isLessThan(WOKEN_MAX);
    }
}
