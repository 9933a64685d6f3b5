package io.farebox.redis;

import io.farebox.charge.Command;
import io.farebox.ledger.Unavailable;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lane of one partition: what arrives while calls are under way goes out together as the next one.
 *
 * <p>Few calls are under way at the same time, each of a {@link Sequence} of its own, so that a partition needs to remember one
 * call's replies for each of them and no more. All but {@link #offer} runs on the event loop's thread.
 */
final class Coalescer {
    private static final int RETRY_AFTER_SECONDS = 1;

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

        /** The same, on any thread. */
        void wake(Coalescer coalescer);

        /** Asks for {@link #rested} after a while. */
        void rest(Coalescer coalescer, long nanos);
    }

    private final int partition;
    private final RedisSettings settings;
    private final PartitionKeys names;
    private final RecordIds ids;
    private final Wire wire;
    private final Offers offers = new Offers();
    private final Turns queue;
    private final Pace pace;
    private final CallMeters meters;
    private final List<Sequence> sequences;
    private int underWay;
    private boolean rests;
    private boolean fenced;

    Coalescer(int partition, RedisSettings settings, PartitionKeys names, RecordIds ids, Wire wire, CallMeters meters) {
        this.partition = partition;
        this.settings = settings;
        this.names = names;
        this.ids = ids;
        this.wire = wire;
        this.queue = new Turns(settings);
        this.pace = new Pace(settings);
        this.meters = meters;
        this.sequences =
                Stream.generate(Sequence::new).limit(settings.callsMax()).toList();
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
        take(command, root, single, caller);
        if (underWay < sequences.size() && !queue.isEmpty() && !(rests && queue.isShort())) {
            wire.flushSoon(this);
        }
    }

    /** The same, on any thread. A lane that will look anyway, after an answer or a rest, is not woken. */
    void offer(Command command, String root, boolean single, Waiting.Caller caller) {
        if (offers.add(command, root, single, caller)) {
            wire.wake(this);
        }
    }

    private void take(Command command, String root, boolean single, Waiting.Caller caller) {
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
        }
    }

    /** How long a command that comes now is expected to wait. */
    private long waitMs(String root) {
        if (underWay == 0 && queue.isShort()) {
            return 0;
        }
        long nowNanos = System.nanoTime();
        return TimeUnit.NANOSECONDS.toMillis(pace.waitNanos(silentNanos(nowNanos), queue.ahead(root)));
    }

    /** For how long the oldest of the calls under way has not been answered. */
    private long silentNanos(long nowNanos) {
        long silentNanos = 0;
        for (Sequence sequence : sequences) {
            if (sequence.isUnderWay()) {
                silentNanos = Math.max(silentNanos, nowNanos - sequence.sentNanos());
            }
        }
        return silentNanos;
    }

    /** Sends what waits, as far as it may. */
    void flush() {
        offers.take(this::take);
        // A rest beside a call of a single command is over with the answer.
        rests = rests && pace.restNanos(System.nanoTime(), underWay > 0) > 0;
        for (Sequence sequence : sequences) {
            if (!sequence.isUnderWay() && !queue.isEmpty() && !isToRest()) {
                send(sequence);
            }
        }
        if (offers.attend(underWay > 0 || rests)) {
            wire.flushSoon(this);
        }
    }

    private void send(Sequence sequence) {
        Call call = new Call(names, new SharedRecords(partition, ids));
        while (!call.isFull(settings)) {
            Waiting next = queue.poll();
            if (next == null) {
                break;
            }
            call.add(next);
        }
        long nowMs = wire.nowMs();
        if (sequence.isOld(nowMs)) {
            sequence.renew(new Batch.Caller(ids.next(partition), wire.epoch(partition)), nowMs);
        }
        long nowNanos = System.nanoTime();
        pace.sent(nowNanos, call.size(), !queue.isEmpty());
        meters.batch().record(call.size());
        underWay++;
        wire.send(this, sequence.begin(call, nowNanos), sequence.caller(), sequence.number());
    }

    /** Whether the next call would come too soon after the last one; one that is full never does. */
    private boolean isToRest() {
        if (!queue.isShort()) {
            return false;
        }
        long restNanos = pace.restNanos(System.nanoTime(), underWay > 0);
        if (restNanos > 0 && !rests) {
            rests = true;
            wire.rest(this, restNanos);
        }
        return restNanos > 0;
    }

    /** The rest that was asked for is over: what waits may go out. */
    void rested() {
        rests = false;
        flush();
    }

    /** Whether an answer to a call is still waited for: not once the partition was fenced, which told everybody. */
    boolean awaits(Batch batch) {
        return of(batch) != null;
    }

    private @Nullable Sequence of(Batch batch) {
        for (Sequence sequence : sequences) {
            if (sequence.awaits(batch)) {
                return sequence;
            }
        }
        return null;
    }

    /** A call was answered. */
    void answered(Batch batch, List<?> replies) {
        Sequence sequence = of(batch);
        if (sequence == null) {
            return;
        }
        if (replies.size() == 1 && isFence((byte[]) notNested(replies.get(0)))) {
            // Noted before anybody is told, so that who asks next finds it refused.
            wire.fenced(partition);
            fence();
            return;
        }
        long tookNanos = System.nanoTime() - sequence.sentNanos();
        pace.answered(tookNanos);
        meters.calls().record(tookNanos, TimeUnit.NANOSECONDS);
        underWay--;
        Call asked = sequence.answered();
        if (asked != null) {
            asked.answered(replies);
        }
        wire.flushSoon(this);
    }

    /** A call was certainly not carried out. */
    void failed(Batch batch, Throwable cause) {
        Sequence sequence = of(batch);
        if (sequence != null) {
            underWay--;
            sequence.failed(cause);
            wire.flushSoon(this);
        }
    }

    /** Tells callers that have waited too long. A call under way goes on: its outcome is unknown until it answers. */
    void expire(long elapsedMs) {
        if (!offers.isEmpty()) {
            wire.flushSoon(this);
        }
        long before = elapsedMs - settings.timeoutMs();
        for (Sequence sequence : sequences) {
            int overdue = sequence.overdue(before);
            if (overdue > 0) {
                meters.unknown().increment(overdue);
                sequence.tell(unavailable("did not answer in time; whether the command was carried out is not known"));
            }
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
        return underWay == 0 && queue.isEmpty() && offers.isEmpty();
    }

    /** This Redis has lost calls that it had answered: nothing more is decided on what is left. */
    void fence() {
        fenced = true;
        offers.take(this::take);
        sequences.forEach(sequence -> sequence.failed(unavailable("is behind its journal and must be rebuilt")));
        underWay = 0;
        wire.flushSoon(this);
        fail(queue.removeOlder(Long.MAX_VALUE), "is behind its journal and must be rebuilt");
    }

    private void fail(List<Waiting> all, String what) {
        all.forEach(waiting -> waiting.caller().failure(unavailable(what)));
    }

    /** What was lost is restored: from now on it calls as somebody new, so that no call of before is taken for its. */
    void resume() {
        fenced = false;
        sequences.forEach(Sequence::age);
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
