package io.farebox.loadtest.chaos;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How many blocks of the journal wait for the archive, looked at twice a second on a thread of its own. */
final class Backlog implements AutoCloseable {
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** What is always under way, a block for each partition. */
    private static final long USUAL = JournalCheck.PARTITIONS;

    private record Seen(long atMs, long blocks) {}

    private final JournalCheck journal;
    private final Clock clock;
    private final List<Seen> seen = new ArrayList<>();
    private final Thread thread = new Thread(this::look, "backlog");
    private volatile boolean closed;

    Backlog(Ground ground, Clock clock) {
        this.journal = new JournalCheck(ground);
        this.clock = clock;
        thread.setDaemon(true);
        thread.start();
    }

    private void look() {
        while (!closed) {
            try {
                Seen now = new Seen(clock.nowMs(), journal.waiting());
                synchronized (seen) {
                    seen.add(now);
                }
            } catch (UncheckedIOException away) {
                // Redis is what was struck; it is looked at again.
            }
            LockSupport.parkNanos(EVERY_NANOS);
        }
    }

    /**
     * A sentence on an outage.
     *
     * @param struckMs when it began
     * @param healedMs when it was over
     */
    String told(long struckMs, long healedMs) {
        synchronized (seen) {
            long before = Math.max(
                    USUAL, most(seen.stream().filter(one -> one.atMs < struckMs).toList()));
            long most = most(seen.stream().filter(one -> one.atMs >= struckMs).toList());
            return seen.stream()
                    .filter(one -> one.atMs >= healedMs && one.blocks <= before)
                    .findFirst()
                    .map(one -> "at most " + most + " blocks waited for the archive (" + before + " before it), and "
                            + (one.atMs - healedMs) / 1000.0 + " s after it no more than before")
                    .orElse("at most " + most + " blocks waited for the archive ("
                            + before + " before it), and " + (seen.isEmpty() ? 0 : seen.get(seen.size() - 1).blocks)
                            + " still did when no more sends began");
        }
    }

    private static long most(List<Seen> of) {
        return of.stream().mapToLong(Seen::blocks).max().orElse(0);
    }

    @Override
    public void close() {
        closed = true;
    }
}
