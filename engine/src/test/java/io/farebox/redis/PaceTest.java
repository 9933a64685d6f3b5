package io.farebox.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How long a command would wait. */
class PaceTest {
    private static final long MS = 1_000_000;
    private static final int BATCH = 100;

    private final Pace pace =
            new Pace(new RedisSettings("", 1, BATCH, 1 << 20, 2, 2, 1000, 1000, 1000, 1000, Replication.NONE));
    private long nowNanos = -5 * MS;

    private void call(int commands, boolean leavesSome, long nanos) {
        pace.sent(nowNanos, commands, leavesSome);
        nowNanos += nanos;
        pace.answered(nanos);
    }

    @Test
    void countsTheCallsThatGoFirst() {
        for (int i = 0; i < 50; i++) {
            call(BATCH, true, 10 * MS);
        }
        // Eleven calls, two at a time, after the one that is under way.
        assertThat(pace.waitNanos(0, 10 * BATCH)).isBetween(60 * MS, 70 * MS);
        assertThat(pace.waitNanos(0, 1)).isBetween(10 * MS, 16 * MS);
    }

    @Test
    void callsThatBurstsFillCarryFewer() {
        for (int i = 0; i < 50; i++) {
            call(5, true, 10 * MS);
        }
        assertThat(pace.waitNanos(0, 50)).isBetween(60 * MS, 70 * MS);
    }

    @Test
    void aPastHangKeepsNobodyOutOfAnEmptyQueue() {
        call(1, false, 5000 * MS);
        assertThat(pace.waitNanos(0, 0)).isZero();
    }

    @Test
    void aSilentCallCountsAtOnce() {
        assertThat(pace.waitNanos(700 * MS, 0)).isEqualTo(700 * MS);
        assertThat(pace.waitNanos(700 * MS, 1)).isGreaterThanOrEqualTo(700 * MS);
    }

    @Test
    void aCallOfSeveralIsFollowedAtADistance() {
        call(2, false, MS / 2);
        assertThat(pace.restNanos(nowNanos, false)).isEqualTo(3 * MS / 2);
        assertThat(pace.restNanos(nowNanos + 2 * MS, false)).isNotPositive();
    }

    @Test
    void whoWaitsForEachAnswerIsServedAtOnce() {
        call(1, false, MS / 2);
        assertThat(pace.restNanos(nowNanos, false)).isNotPositive();
    }

    @Test
    void anotherCallBesideOneKeepsTheDistanceToo() {
        pace.sent(nowNanos, 1, false);
        assertThat(pace.restNanos(nowNanos + MS / 2, true)).isEqualTo(3 * MS / 2);
        assertThat(pace.restNanos(nowNanos + 2 * MS, true)).isNotPositive();
    }
}
