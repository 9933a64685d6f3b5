package io.farebox.redis;

import io.farebox.charge.Command;
import io.farebox.ledger.Unavailable;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one partition on one event loop: what arrives while a call is in flight goes out together as the next.
 *
 * <p>There is never more than one call in flight, so that a partition needs to remember one call's replies for each
 * caller and no more. All of it runs on the event loop's thread.
 */
final class Coalescer {
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final long CALLER_RENEWED_MS = 24L * 3600 * 1000;

    /** Sends a call; the answer comes back through {@link #answered} or {@link #failed}. */
    interface Wire {
        void send(Coalescer from, Batch batch, Batch.Caller caller, long number);

        /** Takes note that Redis has refused a call because of what it lost. */
        void fenced(int partition);

        /** The name that the last rebuild gave a partition's state, empty before the first. */
        String epoch(int partition);

        /** UTC epoch. */
        long nowMs();

        /** On a clock that goes on evenly, whatever becomes of that of the machine: waits are measured by it. */
        long elapsedMs();

        /** Asks for {@link #flush} once the event loop has taken in all that has arrived. */
        void flushSoon(Coalescer coalescer);

        /** Asks for {@link #rested} after a while. */
        void rest(Coalescer coalescer, long nanos);
    }

    private final int partition;
    private final RedisSettings settings;
    private final PartitionKeys names;
    private final RecordIds ids;
    private final Wire wire;
    private final Turns queue;
    private final Pace pace;
    private final CallMeters meters;
    private @Nullable Call inFlight;
    private @Nullable Batch sent;
    private boolean told;
    private boolean rests;
    private boolean fenced;
    private Batch.Caller caller = new Batch.Caller("", "");
    private long number = 1;
    private long callerSinceMs;

    Coalescer(int partition, RedisSettings settings, PartitionKeys names, RecordIds ids, Wire wire, CallMeters meters) {
        this.partition = partition;
        this.settings = settings;
        this.names = names;
        this.ids = ids;
        this.wire = wire;
        this.queue = new Turns(settings);
        this.pace = new Pace(settings.batchMax(), TimeUnit.MILLISECONDS.toNanos(settings.callIntervalMs()));
        this.meters = meters;
    }

    int partition() {
        return partition;
    }

    /**
     * Takes a command, or refuses it at once where it would wait for too long.
     *
     * @param root the customer whose send it is, empty where it is none
     */
    void add(Command command, String root, boolean single, Waiting.Caller caller) {
        if (fenced) {
            caller.failure(unavailable("is behind its journal and must be rebuilt"));
            return;
        }
        long waitMs = waitMs(root);
        if (waitMs > (root.isEmpty() ? settings.reportWaitMaxMs() : settings.sendWaitMaxMs())) {
            meters.late().count(root);
            caller.failure(overloaded(waitMs, "would answer in " + waitMs + " ms"));
        } else if (!queue.hasRoom(root)) {
            meters.full().count(root);
            caller.failure(overloaded(waitMs, "has " + queue.size() + " commands waiting"));
        } else {
            queue.add(new Waiting(command, root, single, caller, wire.elapsedMs()));
            if (inFlight == null && !(rests && queue.isShort())) {
                wire.flushSoon(this);
            }
        }
    }

    /** How long a command that comes now is expected to wait. */
    private long waitMs(String root) {
        return inFlight == null && queue.isShort()
                ? 0
                : TimeUnit.NANOSECONDS.toMillis(pace.waitNanos(System.nanoTime(), queue.ahead(root)));
    }

    /** Sends what waits, unless a call is in flight or was a moment ago. */
    void flush() {
        if (inFlight != null || queue.isEmpty() || isToRest()) {
            return;
        }
        Call call = new Call(names, new SharedRecords(partition, ids));
        while (!call.isFull(settings)) {
            Waiting next = queue.poll();
            if (next == null) {
                break;
            }
            call.add(next);
        }
        inFlight = call;
        told = false;
        renewCaller();
        pace.sent(System.nanoTime(), call.size(), !queue.isEmpty());
        meters.batch().record(call.size());
        Batch batch = call.seal();
        sent = batch;
        wire.send(this, batch, caller, number);
    }

    /** Whether the next call would come too soon after the last one; one that is full never does. */
    private boolean isToRest() {
        if (!rests && queue.isShort()) {
            long restNanos = pace.restNanos(System.nanoTime());
            if (restNanos > 0) {
                rests = true;
                wire.rest(this, restNanos);
            }
        }
        return rests && queue.isShort();
    }

    /** The rest that was asked for is over: what waits may go out. */
    void rested() {
        rests = false;
        flush();
    }

    /**
     * The scripts forget callers that have not signed for days, and one that calls seldom signs no more than once: each
     * introduces itself anew long before.
     */
    private void renewCaller() {
        long nowMs = wire.nowMs();
        if (nowMs - callerSinceMs > CALLER_RENEWED_MS) {
            caller = new Batch.Caller(ids.next(partition), wire.epoch(partition));
            number = 1;
            callerSinceMs = nowMs;
        }
    }

    /** Whether an answer to a call is still waited for: not once the partition was fenced, which told everybody. */
    boolean awaits(Batch batch) {
        return sent == batch;
    }

    /** A call was answered. */
    void answered(Batch batch, List<?> replies) {
        Call asked = inFlight;
        if (asked == null || !awaits(batch)) {
            return;
        }
        if (replies.size() == 1 && isFence((byte[]) notNested(replies.get(0)))) {
            // Noted before anybody is told, so that who asks next finds it refused.
            wire.fenced(partition);
            fence();
            return;
        }
        number++;
        meters.calls().record(pace.answered(System.nanoTime()), TimeUnit.NANOSECONDS);
        inFlight = null;
        sent = null;
        if (!told) {
            asked.answered(replies);
        }
        if (!queue.isEmpty()) {
            wire.flushSoon(this);
        }
    }

    /** The call in flight was certainly not carried out; its number is free for the next one. */
    void failed(Throwable cause) {
        tell(cause);
        pace.failed();
        inFlight = null;
        sent = null;
        if (!queue.isEmpty()) {
            wire.flushSoon(this);
        }
    }

    /** Tells callers that have waited too long. A call in flight goes on: its outcome is unknown until it answers. */
    void expire(long elapsedMs) {
        long before = elapsedMs - settings.timeoutMs();
        if (inFlight != null && !told && inFlight.sinceMs() < before) {
            meters.unknown().increment(inFlight.size());
            tell(unavailable("did not answer in time; whether the command was carried out is not known"));
        }
        List<Waiting> unsent = queue.removeOlder(before);
        if (!unsent.isEmpty()) {
            meters.unsent().increment(unsent.size());
            fail(unsent, "does not answer; the command was not carried out");
        }
    }

    /** Commands that wait for the next call, about: it is asked from another thread, for a meter. */
    int waiting() {
        return Math.max(0, queue.size());
    }

    boolean isIdle() {
        return inFlight == null && queue.isEmpty();
    }

    private void tell(Throwable cause) {
        if (inFlight != null && !told) {
            told = true;
            inFlight.failed(cause);
        }
    }

    /** This Redis has lost calls that it had answered: nothing more is decided on what is left. */
    void fence() {
        fenced = true;
        failed(unavailable("is behind its journal and must be rebuilt"));
        fail(queue.removeOlder(Long.MAX_VALUE), "is behind its journal and must be rebuilt");
    }

    private void fail(List<Waiting> all, String what) {
        all.forEach(waiting -> waiting.caller().failure(unavailable(what)));
    }

    /** What was lost is restored: from now on it calls as somebody new, so that no call of before is taken for its. */
    void resume() {
        fenced = false;
        callerSinceMs = 0;
    }

    private static Object notNested(Object reply) {
        return reply instanceof byte[] ? reply : new byte[0];
    }

    private static boolean isFence(byte[] reply) {
        return reply.length > 4 && (reply[0] == 'F' && reply[1] == 'E' || reply[0] == 'S' && reply[1] == 'T');
    }

    private Unavailable unavailable(String what) {
        return new Unavailable(
                Unavailable.Cause.PARTITION_UNAVAILABLE, RETRY_AFTER_SECONDS, "partition " + partition + " " + what);
    }

    private Unavailable overloaded(long waitMs, String what) {
        int retryAfterSeconds = (int) Math.max(RETRY_AFTER_SECONDS, TimeUnit.MILLISECONDS.toSeconds(waitMs + 999));
        return new Unavailable(Unavailable.Cause.OVERLOADED, retryAfterSeconds, "partition " + partition + " " + what);
    }
}
