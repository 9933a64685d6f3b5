package io.farebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockedLoopsTest {
    private static final int WAIT_SECONDS = 30;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    /** Otherwise nothing at all would be noticed, and no test would say so. */
    @Test
    void theBuildLooks() {
        assertThat(BlockedLoops.isLooking()).isTrue();
    }

    @Test
    void aSleepIsNoticedHoweverShort() throws Exception {
        assertThat(onLoop(() -> Thread.sleep(1)))
                .hasSize(1)
                .first()
                .satisfies(blocked -> assertThat(blocked).hasMessageContaining("sleep"));
    }

    @Test
    void aWaitForAnotherThreadIsNoticed() throws Exception {
        CompletableFuture<Void> soon = new CompletableFuture<>();
        soon.completeOnTimeout(null, 50, TimeUnit.MILLISECONDS);
        assertThat(onLoop(soon::join)).isNotEmpty();
    }

    @Test
    void workIsNone() throws Exception {
        assertThat(onLoop(() -> new SecureRandom().nextBytes(new byte[100]))).isEmpty();
    }

    private interface Work {
        void run() throws Exception;
    }

    private List<Throwable> onLoop(Work work) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        vertx.runOnContext(none -> {
            try {
                work.run();
                done.complete(null);
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        done.get(WAIT_SECONDS, TimeUnit.SECONDS);
        return BlockedLoops.taken();
    }
}
