package io.farebox.api.command;

import io.farebox.api.http.Problem;
import io.farebox.api.http.ProblemType;
import io.farebox.metrics.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;

/**
 * How late an event loop is with what arrives on it, and how busy: no queue shows that, because it waits in the sockets.
 *
 * <p>A look that was planned for a time comes as late as everything else does. One late look may be a pause of the
 * machine, which is over when it is seen; a loop that has more to do than it can is late twice in a row.
 */
public final class LoopLag {
    private static final int LOOK_EVERY_MS = 50;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final EventLoop loop;
    private final long maxNanos;
    private long dueNanos;
    private long lateNanos;
    private final Counter shed;
    private volatile long lateTwiceNanos;
    private volatile long threadId;

    /**
     * Begins to look.
     *
     * @param maxMs how late a loop may be before it takes no more sends
     * @param number the loop's, from 0
     */
    public LoopLag(EventLoop loop, int maxMs, int number, MeterRegistry registry) {
        this.loop = loop;
        this.maxNanos = TimeUnit.MILLISECONDS.toNanos(maxMs);
        this.shed = Meters.SHED.counter(registry, "send", "loop");
        String tag = Integer.toString(number);
        Meters.LOOP_LATE.gauge(registry, this, lag -> lag.lateTwiceNanos / NANOS_PER_SECOND, tag);
        Meters.LOOP_CPU.total(registry, this, LoopLag::processorSeconds, tag);
        plan();
    }

    private double processorSeconds() {
        return threadId == 0 ? 0 : Math.max(0, THREADS.getThreadCpuTime(threadId) / NANOS_PER_SECOND);
    }

    private void plan() {
        dueNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MS);
        var unused = loop.schedule(this::look, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (threadId == 0) {
            threadId = Thread.currentThread().getId();
        }
        long lateNow = Math.max(0, System.nanoTime() - dueNanos);
        lateTwiceNanos = Math.min(lateNanos, lateNow);
        lateNanos = lateNow;
        if (!loop.isShuttingDown()) {
            plan();
        }
    }

    /**
     * Refuses a send before anything is done for it, where the loop is too late; called on the loop.
     *
     * @throws Problem {@code overloaded}
     */
    public void refuseIfLate() {
        long lateNow = lateTwiceNanos;
        if (lateNow > maxNanos) {
            shed.increment();
            long seconds = TimeUnit.NANOSECONDS.toSeconds(lateNow) + 1;
            throw Problem.of(ProblemType.OVERLOADED).with("Retry-After", Long.toString(seconds));
        }
    }
}
