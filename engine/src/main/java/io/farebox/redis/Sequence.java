package io.farebox.redis;

import org.jspecify.annotations.Nullable;

/**
 * The numbered calls of one caller to one partition, of which one at the most is under way: a partition remembers the number
 * and the replies of each caller's last call and no more.
 */
final class Sequence {
    private static final long RENEWED_MS = 24L * 3600 * 1000;

    private Batch.Caller caller = new Batch.Caller("", "");
    private long number = 1;
    private long sinceMs;
    private @Nullable Call call;
    private @Nullable Batch batch;
    private boolean told;
    private long sentNanos;

    boolean isUnderWay() {
        return call != null;
    }

    /** Whether an answer to a call is still waited for: not once the partition was fenced, which told everybody. */
    boolean awaits(Batch answered) {
        return batch == answered;
    }

    Batch.Caller caller() {
        return caller;
    }

    long number() {
        return number;
    }

    /** When the call that is under way was sent. */
    long sentNanos() {
        return sentNanos;
    }

    /**
     * Whether it is time for a caller of a new name. The scripts forget callers that have not signed for days, and one that
     * calls seldom signs no more than once: each introduces itself anew long before.
     */
    boolean isOld(long nowMs) {
        return nowMs - sinceMs > RENEWED_MS;
    }

    /** From now on it calls as somebody new. */
    void renew(Batch.Caller caller, long nowMs) {
        this.caller = caller;
        number = 1;
        sinceMs = nowMs;
    }

    /** Makes the next call one of somebody new, so that no call of before is taken for its. */
    void age() {
        sinceMs = 0;
    }

    /** A call goes out. */
    Batch begin(Call call, long nowNanos) {
        Batch sealed = call.seal();
        this.call = call;
        batch = sealed;
        told = false;
        sentNanos = nowNanos;
        return sealed;
    }

    /** The call that was under way, which was answered; null where those who wait for it were told already. */
    @Nullable
    Call answered() {
        Call asked = told ? null : call;
        number++;
        free();
        return asked;
    }

    /** The call under way was certainly not carried out; its number is free for the next one. */
    void failed(Throwable cause) {
        tell(cause);
        free();
    }

    private void free() {
        call = null;
        batch = null;
    }

    /** Commands of the call under way whose callers wait since before that time and were not told yet. */
    int overdue(long beforeMs) {
        return call != null && !told && call.sinceMs() < beforeMs ? call.size() : 0;
    }

    /** Tells those who wait that there is no outcome. The call goes on. */
    void tell(Throwable cause) {
        if (call != null && !told) {
            told = true;
            call.failed(cause);
        }
    }
}
