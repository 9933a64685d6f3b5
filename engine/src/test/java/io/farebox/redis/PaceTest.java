package io.farebox.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How long a command would wait. */
class PaceTest {
    private static final long MS = 1_000_000;
    private static final int BATCH = 100;

    private final Pace pace = new Pace(BATCH, 2 * MS);
    private long nowNanos = -5 * MS;

    private void call(int commands, boolean leavesSome, long nanos) {
        pace.sent(nowNanos, commands, leavesSome);
        nowNanos += nanos;
        pace.answered(nowNanos);
    }

    @Test
    void countsTheCallsThatGoFirst() {
        for (int i = 0; i < 50; i++) {
            call(BATCH, true, 10 * MS);
        }
        assertThat(pace.waitNanos(nowNanos, 10 * BATCH)).isBetween(100 * MS, 130 * MS);
        assertThat(pace.waitNanos(nowNanos, 1)).isBetween(15 * MS, 21 * MS);
    }

    @Test
    void callsThatBurstsFillCarryFewer() {
        for (int i = 0; i < 50; i++) {
            call(5, true, 10 * MS);
        }
        assertThat(pace.waitNanos(nowNanos, 50)).isBetween(100 * MS, 130 * MS);
    }

    @Test
    void aPastHangKeepsNobodyOutOfAnEmptyQueue() {
        call(1, false, 5000 * MS);
        assertThat(pace.waitNanos(nowNanos, 0)).isZero();
    }

    @Test
    void aSilentCallCountsAtOnce() {
        pace.sent(nowNanos, 1, false);
        assertThat(pace.waitNanos(nowNanos + 700 * MS, 0)).isEqualTo(700 * MS);
        pace.failed();
        assertThat(pace.waitNanos(nowNanos + 700 * MS, 0)).isZero();
    }

    @Test
    void aCallOfSeveralIsFollowedAtADistance() {
        call(2, false, MS / 2);
        assertThat(pace.restNanos(nowNanos)).isEqualTo(3 * MS / 2);
        assertThat(pace.restNanos(nowNanos + 2 * MS)).isNotPositive();
    }

    @Test
    void whoWaitsForEachAnswerIsServedAtOnce() {
        call(1, false, MS / 2);
        assertThat(pace.restNanos(nowNanos)).isNotPositive();
    }
}
