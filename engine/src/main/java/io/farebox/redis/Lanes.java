package io.farebox.redis;

import io.farebox.charge.Command;
import io.farebox.ledger.Unavailable;
import io.lettuce.core.ScriptOutputType;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The lanes of one event loop: its own line to each master, and a coalescer for each partition. Those of partitions that
 * another event loop has the lanes of stay empty ({@link LaneOwners}).
 */
final class Lanes implements Coalescer.Wire {
    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
    private static final long EXPIRY_CHECK_MS = 100;
    private static final Duration IDLE_CHECK = Duration.ofMillis(1);
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final long AGAIN_AFTER_MS = 20;

    private final Lines lines;
    private final Masters masters;
    private final EventLoop loop;
    private final ScriptLibrary library;
    private final LongSupplier clock;
    private final long openedNanos = System.nanoTime();
    private final RedisFences fences;
    private final CallMeters meters;
    private final RecordIds ids = new RecordIds();
    private final Coalescer[] coalescers;
    private final ScheduledFuture<?> expiry;
    private List<Coalescer> toFlush = new ArrayList<>();
    /** Empty: it takes the other one's place. */
    private List<Coalescer> flushed = new ArrayList<>();

    private boolean flushPlanned;

    Lanes(
            Lines lines,
            Masters masters,
            EventLoop loop,
            ScriptLibrary library,
            RedisSettings settings,
            LongSupplier clock,
            RedisFences fences,
            CallMeters meters) {
        this.lines = lines;
        this.masters = masters;
        this.meters = meters;
        this.fences = fences;
        this.loop = loop;
        this.library = library;
        this.clock = clock;
        coalescers = new Coalescer[settings.partitions()];
        for (int p = 0; p < coalescers.length; p++) {
            coalescers[p] = new Coalescer(p, settings, new PartitionKeys(p), ids, this, meters);
        }
        masters.onChange(() -> lines.keepOnly(masters.all()));
        expiry = loop.scheduleAtFixedRate(this::expire, EXPIRY_CHECK_MS, EXPIRY_CHECK_MS, TimeUnit.MILLISECONDS);
    }

    EventLoop loop() {
        return loop;
    }

    /** Takes a command of a partition, on the event loop's thread. */
    void add(int partition, Command command, String root, boolean single, Waiting.Caller caller) {
        coalescers[partition].add(command, root, single, caller);
    }

    /** The same, on any thread. */
    void offer(int partition, Command command, String root, boolean single, Waiting.Caller caller) {
        coalescers[partition].offer(command, root, single, caller);
    }

    @Override
    public long nowMs() {
        return clock.getAsLong();
    }

    @Override
    public long elapsedMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - openedNanos);
    }

    @Override
    public void wake(Coalescer coalescer) {
        loop.execute(() -> flushSoon(coalescer));
    }

    @Override
    public void flushSoon(Coalescer coalescer) {
        toFlush.add(coalescer);
        if (!flushPlanned) {
            flushPlanned = true;
            loop.execute(this::flushAll);
        }
    }

    @Override
    public void rest(Coalescer coalescer, long nanos) {
        var unused = loop.schedule(
                () -> {
                    coalescer.rested();
                    lines.flush();
                },
                nanos,
                TimeUnit.NANOSECONDS);
    }

    private void flushAll() {
        flushPlanned = false;
        List<Coalescer> now = toFlush;
        // A lane that was offered something meanwhile asks for another one.
        toFlush = flushed;
        now.forEach(Coalescer::flush);
        now.clear();
        flushed = now;
        lines.flush();
    }

    @Override
    public void fenced(int partition) {
        fences.fence(partition);
    }

    @Override
    public String epoch(int partition) {
        return fences.seen(partition).epoch();
    }

    @Override
    public void send(Coalescer from, Batch batch, Batch.Caller caller, long number) {
        send(from, batch, caller, number, masters.of(from.partition()), false);
    }

    /**
     * Sends a call to a Redis.
     *
     * @param asking whether that Redis is still being given the partition, and must be asked all the same
     */
    private void send(Coalescer from, Batch batch, Batch.Caller caller, long number, Address to, boolean asking) {
        Line line = lines.ready(to);
        if (line == null) {
            again(from, batch, caller, number);
            return;
        }
        long seenSeq = fences.seen(from.partition()).seq();
        Lines.Question<List<Object>> call = redis -> redis.fcall(
                library.function("charge"),
                ScriptOutputType.MULTI,
                batch.keys(),
                batch.arguments(caller, number, clock.getAsLong(), seenSeq));
        line.kept(asking ? line.asking(call) : call.ask(line.commands()))
                .whenComplete((replies, failure) ->
                        onLoop(() -> received(from, batch, caller, number, line, replies, failure)));
    }

    private void received(
            Coalescer from,
            Batch batch,
            Batch.Caller caller,
            long number,
            Line line,
            @Nullable List<Object> replies,
            @Nullable Throwable thrown) {
        Throwable failure = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        if (replies != null) {
            from.answered(batch, replies);
        } else if (!from.awaits(batch)) {
            LOG.debug("A call of before a fence ended without an answer: {}", String.valueOf(failure));
        } else if (Failure.isUnknownFunction(failure)) {
            reload(from, batch, caller, number, line);
        } else if (Failure.isOfTheScript(failure)) {
            meters.refusals().increment();
            // The script fails before it writes; had it been carried out before, it would have repeated its answer.
            from.failed(batch, refusal(failure));
        } else {
            redirected(from, batch, caller, number, Redirect.of(failure));
        }
    }

    private void redirected(
            Coalescer from, Batch batch, Batch.Caller caller, long number, @Nullable Redirect redirect) {
        if (redirect != null && redirect.asking()) {
            send(from, batch, caller, number, redirect.to(), true);
            lines.flush();
            return;
        }
        if (redirect != null) {
            masters.moved(from.partition(), redirect.to());
        }
        again(from, batch, caller, number);
    }

    /**
     * A connection that broke says nothing of what Redis did with a call, and a Redis that is loading, busy or full says
     * nothing of what it did when it was sent the same call before; nor does the master that took over from it. It is sent
     * until it is answered. Those who wait for it are told in time by {@link Coalescer#expire}.
     */
    private void again(Coalescer from, Batch batch, Batch.Caller caller, long number) {
        var unused = loop.schedule(
                () -> {
                    if (from.awaits(batch)) {
                        meters.repeats().increment();
                        send(from, batch, caller, number);
                        lines.flush();
                    }
                },
                AGAIN_AFTER_MS,
                TimeUnit.MILLISECONDS);
    }

    /** A Redis that was emptied, or that joined the cluster, does not have the library; it is sent again. */
    private void reload(Coalescer from, Batch batch, Batch.Caller caller, long number, Line line) {
        line.commands()
                .functionLoad(library.source(), true)
                .whenComplete((name, failure) -> onLoop(() -> again(from, batch, caller, number)));
        lines.flush();
    }

    private static Unavailable refusal(@Nullable Throwable failure) {
        LOG.warn("Redis refused a call, which changed nothing: {}", String.valueOf(failure));
        return new Unavailable(
                Unavailable.Cause.PARTITION_UNAVAILABLE, RETRY_AFTER_SECONDS, "the partition's store refused the call");
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    private void expire() {
        // What was to be flushed while there was no line stays in the buffer until it is flushed again.
        lines.flush();
        long elapsedMs = elapsedMs();
        for (Coalescer coalescer : coalescers) {
            coalescer.expire(elapsedMs);
        }
    }

    /** Commands that wait for a partition's next call, about. */
    int waiting(int partition) {
        return coalescers[partition].waiting();
    }

    void fence(int partition) {
        onLoop(coalescers[partition]::fence);
    }

    void resume(int partition) {
        onLoop(coalescers[partition]::resume);
    }

    /** Completes once nothing waits any more, and then closes the connection. */
    Mono<Void> close() {
        Scheduler onLoop = Schedulers.fromExecutor(loop);
        return Mono.fromSupplier(this::isIdle)
                .subscribeOn(onLoop)
                .filter(idle -> idle)
                .repeatWhenEmpty(again -> again.delayElements(IDLE_CHECK, onLoop))
                .doOnNext(idle -> expiry.cancel(false))
                .then(lines.close());
    }

    private boolean isIdle() {
        return Arrays.stream(coalescers).allMatch(Coalescer::isIdle);
    }
}
