package io.farebox.redis;

import java.util.concurrent.TimeUnit;

/**
 * How long a partition's calls take lately, and so how long what comes now would wait; and when the next call may go out. In
 * nanoseconds.
 *
 * <p>What a call costs is mostly the call: its turn in Redis, the disk's sync, its block of the journal and the rows of that. Where
 * commands come faster than one by one, calls keep a distance, in which commands gather. Somebody who waits for each answer
 * before the next command never notices.
 */
final class Pace {
    /** A call counts for one part of so many: a dozen calls later the past is forgotten. */
    private static final int SMOOTHING = 4;

    private final int batchMax;
    private final int callsMax;
    private final long intervalNanos;
    private int callMax;
    private boolean carriedSeveral;
    private long callNanos;
    private long sentNanos;

    /** Starts without a past. */
    Pace(RedisSettings settings) {
        batchMax = settings.batchMax();
        callsMax = settings.callsMax();
        intervalNanos = TimeUnit.MILLISECONDS.toNanos(settings.callIntervalMs());
        callMax = batchMax;
    }

    /** A call of so many commands goes out; one that leaves commands behind was as large as calls are now. */
    void sent(long nowNanos, int commands, boolean leavesSome) {
        sentNanos = nowNanos;
        callMax = leavesSome ? commands : batchMax;
        carriedSeveral = commands > 1;
    }

    /**
     * How long the next call has to wait, unless it would be full; 0 or less where it need not.
     *
     * @param underWay whether a call is: what came alone goes out with the answer to it at the latest
     */
    long restNanos(long nowNanos, boolean underWay) {
        return carriedSeveral || underWay ? sentNanos + intervalNanos - nowNanos : 0;
    }

    /** A call is answered. */
    void answered(long tookNanos) {
        callNanos += (tookNanos - callNanos) / SMOOTHING;
    }

    /**
     * How long a command would wait for its outcome.
     *
     * @param silentNanos for how long a call has not been answered
     * @param ahead commands that go out before it. Where there are none, only the silence counts: an average with a
     *     pause in it would refuse what the next call could serve
     */
    long waitNanos(long silentNanos, int ahead) {
        if (ahead == 0) {
            return silentNanos;
        }
        long calls = ahead / callMax + 1L;
        return Math.max(silentNanos, callNanos) + calls * callNanos / callsMax;
    }
}
