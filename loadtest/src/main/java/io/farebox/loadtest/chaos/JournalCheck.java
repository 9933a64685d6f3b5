package io.farebox.loadtest.chaos;

import io.farebox.loadtest.check.Verdict;
import io.farebox.loadtest.site.Site;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Whether the journal in Cassandra has every block from the first to the last that Redis has counted, and each once. */
final class JournalCheck {
    /** The default of FAREBOX_PARTITIONS. */
    private static final int PARTITIONS = 16;

    private static final int BUCKET = 10_000;
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Site site;

    JournalCheck(Site site) {
        this.site = site;
    }

    /**
     * Checks the blocks of all partitions, as soon as those that are counted by now are archived.
     *
     * <p>Sweeps go on meanwhile and write blocks of their own.
     *
     * @param max how long the archiving may take; a fault where it takes longer
     */
    void check(Duration max, Verdict verdict) {
        long deadlineNanos = System.nanoTime() + max.toNanos();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            long counted = counted(partition);
            if (isArchived(partition, counted, deadlineNanos)) {
                check(partition, counted, verdict);
            } else {
                verdict.fault("partition " + partition + ": blocks up to " + counted + " still wait for the archive "
                        + max.toSeconds() + " s after everything was healed");
            }
        }
    }

    private void check(int partition, long counted, Verdict verdict) {
        long expected = 1;
        // One bucket more than there can be: a block beyond the last is a fault too.
        for (long bucket = 0; bucket <= counted / BUCKET + 1; bucket++) {
            for (String seq : seqs(partition, bucket)) {
                if (Long.parseLong(seq) != expected) {
                    verdict.fault("journal of partition " + partition + ": block " + expected
                            + " is not there, the next is " + seq);
                }
                expected = Long.parseLong(seq) + 1;
            }
        }
        long last = expected - 1;
        if (last < counted || last > counted(partition)) {
            verdict.fault("journal of partition " + partition + " ends with block " + last + ", and Redis counted from "
                    + counted + " to " + counted(partition) + " meanwhile");
        }
    }

    private long counted(int partition) {
        return Long.parseLong(
                Objects.requireNonNullElse(site.redis().ask("HGET", key(partition, "state"), "seq"), "0"));
    }

    private boolean isArchived(int partition, long last, long deadlineNanos) {
        while (isWaiting(partition, last)) {
            if (System.nanoTime() > deadlineNanos) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    /** Whether the stream, which gives up what is archived, has a block up to this one. */
    private boolean isWaiting(int partition, long last) {
        String first = site.redis().ask("XRANGE", key(partition, "journal"), "-", Long.toString(last), "COUNT", "1");
        return first != null && !first.isEmpty();
    }

    private List<String> seqs(int partition, long bucket) {
        return site.cassandra()
                .ask("SELECT seq FROM farebox.journal WHERE partition = " + partition + " AND bucket = " + bucket);
    }

    private static String key(int partition, String name) {
        return "fb:{" + DIGITS.charAt(partition / 32) + DIGITS.charAt(partition % 32) + "}:" + name;
    }
}
