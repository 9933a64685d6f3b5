package io.farebox.loadtest.chaos;

import io.farebox.loadtest.check.Verdict;
import io.farebox.loadtest.site.Site;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

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

    /** Waits until nothing is left to be relayed; a fault where it takes longer. */
    void awaitRelayed(Duration max, Verdict verdict) {
        long deadlineNanos = System.nanoTime() + max.toNanos();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            long waiting = number(site.redis().ask("XLEN", key(partition, "journal")));
            while (waiting > 0) {
                if (System.nanoTime() > deadlineNanos) {
                    verdict.fault("partition " + partition + ": " + waiting + " blocks still wait for the archive "
                            + max.toSeconds() + " s after everything was healed");
                    return;
                }
                LockSupport.parkNanos(POLL_NANOS);
                waiting = number(site.redis().ask("XLEN", key(partition, "journal")));
            }
        }
    }

    /** The blocks that were counted. */
    long check(Verdict verdict) {
        long blocks = 0;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            long last = number(site.redis().ask("HGET", key(partition, "state"), "seq"));
            blocks += last;
            long expected = 1;
            // One bucket more than there can be: a block beyond the last is a fault too.
            for (long bucket = 0; bucket <= last / BUCKET + 1; bucket++) {
                for (String seq : seqs(partition, bucket)) {
                    if (Long.parseLong(seq) != expected) {
                        verdict.fault("journal of partition " + partition + ": block " + expected
                                + " is not there, the next is " + seq);
                    }
                    expected = Long.parseLong(seq) + 1;
                }
            }
            verdict.same("journal of partition " + partition + ", last block", last, expected - 1);
        }
        return blocks;
    }

    private List<String> seqs(int partition, long bucket) {
        return site.cassandra()
                .ask("SELECT seq FROM farebox.journal WHERE partition = " + partition + " AND bucket = " + bucket);
    }

    private static String key(int partition, String name) {
        return "fb:{" + DIGITS.charAt(partition / 32) + DIGITS.charAt(partition % 32) + "}:" + name;
    }

    private static long number(@Nullable String reply) {
        return Long.parseLong(Objects.requireNonNullElse(reply, "0"));
    }
}
