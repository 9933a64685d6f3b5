package io.farebox.loadtest.chaos;

import io.farebox.loadtest.check.Verdict;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether the journal in Cassandra has every block from the first to the last that Redis has counted, and each once. */
final class JournalCheck {
    /** The default of FAREBOX_PARTITIONS. */
    static final int PARTITIONS = 16;

    private static final int BUCKET = 10_000;
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Ground ground;

    JournalCheck(Ground ground) {
        this.ground = ground;
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

    /** Blocks of all partitions that wait for the archive. */
    long waiting() {
        long blocks = 0;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            blocks += Long.parseLong(Objects.requireNonNullElse(asked(partition, "journal", "XLEN"), "0"));
        }
        return blocks;
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
        return Long.parseLong(Objects.requireNonNullElse(asked(partition, "state", "HGET", "seq"), "0"));
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
        String first = asked(partition, "journal", "XRANGE", "-", Long.toString(last), "COUNT", "1");
        return first != null && !first.isEmpty();
    }

    private List<String> seqs(int partition, long bucket) {
        return ground.cassandra(
                "SELECT seq FROM farebox.journal WHERE partition = " + partition + " AND bucket = " + bucket);
    }

    /** Sends a command on a key of a partition; its further words come after the key. */
    private @Nullable String asked(int partition, String name, String command, String... words) {
        String key = key(partition, name);
        return ground.redis(
                key,
                Stream.concat(Stream.of(command, key), Arrays.stream(words)).toArray(String[]::new));
    }

    static String key(int partition, String name) {
        return "fb:{" + DIGITS.charAt(partition / 32) + DIGITS.charAt(partition % 32) + "}:" + name;
    }
}
