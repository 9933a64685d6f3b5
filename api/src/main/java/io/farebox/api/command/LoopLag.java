package io.farebox.api.command;

import io.farebox.api.http.Problem;
import io.farebox.api.http.ProblemType;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/**
 * How late an event loop is with what arrives on it: no queue shows that, because it waits in the sockets.
 *
 * <p>A look that was planned for a time comes as late as everything else does. One late look may be a pause of the
 * machine, which is over when it is seen; a loop that has more to do than it can is late twice in a row.
 */
public final class LoopLag {
    private static final int LOOK_EVERY_MS = 50;

    private final EventLoop loop;
    private final long maxNanos;
    private long dueNanos;
    private long lateNanos;
    private long lateTwiceNanos;

    /** @param maxMs how late a loop may be before it takes no more sends */
    public LoopLag(EventLoop loop, int maxMs) {
        this.loop = loop;
        this.maxNanos = TimeUnit.MILLISECONDS.toNanos(maxMs);
        plan();
    }

    private void plan() {
        dueNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MS);
        var unused = loop.schedule(this::look, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    private void look() {
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
        if (lateTwiceNanos > maxNanos) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(lateTwiceNanos) + 1;
            throw Problem.of(ProblemType.OVERLOADED).with("Retry-After", Long.toString(seconds));
        }
    }
}
