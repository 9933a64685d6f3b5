package io.farebox.loadtest.load;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of a plan, on its event loop.
 *
 * <p>In a closed run every lane has its next request as soon as it is free. In an open one requests have fixed intended
 * starts; one that finds no lane free waits for it, and its latency counts from the intended start. Nothing is queued:
 * what waits is known by its number.
 */
final class Run implements Lane.Owner {
    /** Connections that are not there by then are reported. */
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    /** How long answers are awaited, and an overloaded open run catches up, after the span has ended. */
    private static final Duration DRAIN_MAX = Duration.ofSeconds(10);

    /** Shorter timers would cost more than the requests. */
    private static final long TICK_NANOS_MIN = 200_000;

    private static final long NONE = Long.MAX_VALUE;

    private final Plan plan;
    private final Requests requests;
    private final EventLoop loop;
    private final List<Lane> lanes = new ArrayList<>();
    private final ArrayDeque<Lane> free = new ArrayDeque<>();
    private final CompletableFuture<Result> result = new CompletableFuture<>();
    private @Nullable Tally tally;
    private long startNanos;
    private long endNanos = NONE;
    private long next;
    private long last;
    private int inFlight;

    Run(Plan plan, Requests requests, Transport transport) {
        this.plan = plan;
        this.requests = requests;
        this.loop = transport.loop();
        for (int i = 0; i < plan.connections(); i++) {
            lanes.add(new Lane(transport.bootstrap(plan.target()), this));
        }
    }

    CompletableFuture<Result> start() {
        loop.execute(() -> {
            lanes.forEach(Lane::connect);
            after(CONNECT_MAX.toNanos(), this::checkConnected);
        });
        return result;
    }

    @Override
    public void ready(Lane lane) {
        free.add(lane);
        if (tally != null) {
            startDue(System.nanoTime());
        } else if (free.size() == lanes.size()) {
            begin();
        }
    }

    @Override
    public void answered(Lane lane, ResponseReader response) {
        long now = System.nanoTime();
        inFlight--;
        counted().answered(response, lane.tag(), now, plan.isOpen() ? lane.tag() : now);
        finishIfDone();
    }

    @Override
    public void failed(Lane lane, Throwable cause) {
        inFlight--;
        counted().failed();
        finishIfDone();
    }

    private void begin() {
        startNanos = System.nanoTime();
        long from = startNanos + (long) (plan.warmupSeconds() * 1e9);
        endNanos = from + (long) (plan.seconds() * 1e9);
        tally = new Tally(from, endNanos);
        last = plan.isOpen() ? (long) (plan.ratePerSecond() * (plan.warmupSeconds() + plan.seconds())) : Long.MAX_VALUE;
        if (plan.once()) {
            last = Math.min(last, requests.count());
        }
        after(endNanos - startNanos, this::finishIfDone);
        after(endNanos - startNanos + DRAIN_MAX.toNanos(), this::finish);
        if (plan.isOpen()) {
            tick();
        } else {
            startDue(startNanos);
        }
    }

    private void tick() {
        long now = System.nanoTime();
        startDue(now);
        if (next < last) {
            after(Math.max(TICK_NANOS_MIN, intended(next) - now), this::tick);
        }
    }

    /** Starts what is due and finds a free lane. */
    private void startDue(long now) {
        while (next < last && isDue(now)) {
            Lane lane = free.poll();
            if (lane == null) {
                return;
            }
            long intended = plan.isOpen() ? intended(next) : now;
            counted().started(intended, now);
            inFlight++;
            lane.send(requests.get((int) (next % requests.count())), intended);
            next++;
        }
    }

    private boolean isDue(long now) {
        return plan.isOpen() ? intended(next) <= now : now < endNanos;
    }

    private long intended(long request) {
        return startNanos + (long) (request * 1e9 / plan.ratePerSecond());
    }

    private void finishIfDone() {
        boolean allStarted = next >= last || (!plan.isOpen() && System.nanoTime() >= endNanos);
        if (inFlight == 0 && allStarted) {
            finish();
        }
    }

    private void finish() {
        if (result.isDone()) {
            return;
        }
        long unstarted = plan.isOpen() ? last - next : 0;
        boolean ranOut = plan.once() && next >= last && System.nanoTime() < endNanos;
        result.complete(counted().result(ranOut, unstarted + inFlight));
        lanes.forEach(Lane::close);
    }

    /** The latencies of a run that has ended, by percentile, in milliseconds. */
    String latencies() {
        return counted().latencies();
    }

    private void checkConnected() {
        if (tally == null && !result.isDone()) {
            result.completeExceptionally(new IOException(
                    free.size() + " of " + lanes.size() + " connections to " + plan.target() + " could be opened"));
            lanes.forEach(Lane::close);
        }
    }

    private Tally counted() {
        return Objects.requireNonNull(tally);
    }

    private void after(long nanos, Runnable action) {
        var unused = loop.schedule(action, nanos, TimeUnit.NANOSECONDS);
    }
}
