package io.farebox.redis;

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
    private final long intervalNanos;
    private int callMax;
    private boolean carriedSeveral;
    private long callNanos;
    private long sentNanos;
    private boolean waits;

    /**
     * Starts without a past.
     *
     * @param intervalNanos from one call to the next, where the one has carried several commands
     */
    Pace(int batchMax, long intervalNanos) {
        this.batchMax = batchMax;
        this.intervalNanos = intervalNanos;
        this.callMax = batchMax;
    }

    /** A call of so many commands goes out; one that leaves commands behind was as large as calls are now. */
    void sent(long nowNanos, int commands, boolean leavesSome) {
        sentNanos = nowNanos;
        callMax = leavesSome ? commands : batchMax;
        carriedSeveral = commands > 1;
        waits = true;
    }

    /** How long the next call has to wait, unless it would be full; 0 or less where it need not. */
    long restNanos(long nowNanos) {
        return carriedSeveral ? sentNanos + intervalNanos - nowNanos : 0;
    }

    /** The call that was sent is answered; returns how long it took. */
    long answered(long nowNanos) {
        long tookNanos = nowNanos - sentNanos;
        callNanos += (tookNanos - callNanos) / SMOOTHING;
        waits = false;
        return tookNanos;
    }

    /** The call that was sent has no answer that would say anything of the pace. */
    void failed() {
        waits = false;
    }

    /**
     * How long a command would wait for its outcome.
     *
     * @param ahead commands that go out before it. Where there are none, only the silence of the call in flight
     *     counts: an average with a pause in it would refuse what the next call could serve
     */
    long waitNanos(long nowNanos, int ahead) {
        long silentNanos = waits ? nowNanos - sentNanos : 0;
        if (ahead == 0) {
            return silentNanos;
        }
        long calls = ahead / callMax + 1L;
        return Math.max(silentNanos, callNanos) + calls * callNanos;
    }
}
