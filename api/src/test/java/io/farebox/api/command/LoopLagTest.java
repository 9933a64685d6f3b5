package io.farebox.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.api.http.Problem;
import io.farebox.api.http.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoopLagTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final EventLoop loop = new DefaultEventLoop();
    private final LoopLag lag = new LoopLag(loop, 40, 0, registry);

    private boolean refuses() {
        try {
            lag.refuseIfLate();
            return false;
        } catch (Problem problem) {
            assertThat(problem.type()).isEqualTo(ProblemType.OVERLOADED);
            assertThat(problem.answer().headers()).contains("Retry-After");
            return true;
        }
    }

    /** Completes once the loop sees it so. */
    private CompletableFuture<Void> until(Predicate<Boolean> refused) {
        CompletableFuture<Void> seen = new CompletableFuture<>();
        loop.scheduleWithFixedDelay(
                () -> {
                    if (refused.test(refuses())) {
                        seen.complete(null);
                    }
                },
                0,
                1,
                TimeUnit.MILLISECONDS);
        return seen;
    }

    /** Work that takes 100 ms and comes again at once. */
    private void work(AtomicBoolean on) {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
        while (System.nanoTime() < endNanos) {
            LockSupport.parkNanos(1_000_000);
        }
        if (on.get()) {
            loop.execute(() -> work(on));
        }
    }

    @Test
    void aLoopWithTooMuchToDoRefusesUntilItHasCaughtUp() {
        AtomicBoolean on = new AtomicBoolean(true);
        loop.execute(() -> work(on));
        until(refused -> refused).join();
        on.set(false);
        until(refused -> !refused).join();
        loop.shutdownGracefully();
    }
}
