package io.farebox.redis;

/** How long a partition's calls take lately, and so how long what comes now would wait; in nanoseconds. */
final class Pace {
    /** A call counts for one part of so many: a dozen calls later the past is forgotten. */
    private static final int SMOOTHING = 4;

    private final int batchMax;
    private int callMax;
    private long callNanos;
    private long sentNanos;
    private boolean waits;

    Pace(int batchMax) {
        this.batchMax = batchMax;
        this.callMax = batchMax;
    }

    /** A call of so many commands goes out; one that leaves commands behind was as large as calls are now. */
    void sent(long nowNanos, int commands, boolean leavesSome) {
        sentNanos = nowNanos;
        callMax = leavesSome ? commands : batchMax;
        waits = true;
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
