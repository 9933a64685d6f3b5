package io.farebox.audit;

import io.farebox.metrics.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit that never ends: one partition after the other, with rests, on a thread of its own.
 *
 * <p>Each audit of a partition begins at its newest snapshot, and compares ledger and sends from where the one before it
 * had come to.
 */
public final class ContinuousAudit {
    private static final Logger LOG = LoggerFactory.getLogger(ContinuousAudit.class);
    /** Differences of one audit that are logged; a command tells them all. */
    private static final int LOGGED_MAX = 10;

    private final Auditor auditor;
    private final Duration every;
    private final Counter entries;
    private final Counter snapshots;
    private final Counter clean;
    private final Counter different;
    private final Counter failed;
    private final InstantSource clock;
    private final List<Standing> standings = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "audit");

    /**
     * An audit of all partitions.
     *
     * @param every the rest between one partition and the next
     */
    public ContinuousAudit(
            Auditor auditor, int partitions, Duration every, MeterRegistry registry, InstantSource clock) {
        this.auditor = auditor;
        this.every = every;
        this.entries = Meters.AUDIT_ENTRIES.counter(registry);
        this.snapshots = Meters.AUDIT_SNAPSHOTS.counter(registry);
        this.clean = Meters.AUDIT_RUNS.counter(registry, "clean");
        this.different = Meters.AUDIT_RUNS.counter(registry, "differences");
        this.failed = Meters.AUDIT_RUNS.counter(registry, "failed");
        this.clock = clock;
        for (int p = 0; p < partitions; p++) {
            Standing standing = new Standing(clock.millis());
            standings.add(standing);
            String tag = Integer.toString(p);
            Meters.AUDIT_DIFFERENCES.gauge(registry, standing, s -> s.differences, tag);
            Meters.AUDIT_AGE.gauge(registry, standing, this::seconds, tag);
        }
        thread.setDaemon(true);
    }

    /** Starts; to be called once. */
    public void start() {
        thread.start();
    }

    /** Breaks off what is under way. */
    public void stop() {
        thread.interrupt();
    }

    private double seconds(Standing standing) {
        return (clock.millis() - standing.cleanAtMs) / 1000.0;
    }

    /** Engines that start together begin at different partitions. */
    private void run() {
        int partition = ThreadLocalRandom.current().nextInt(standings.size());
        try {
            while (true) {
                Thread.sleep(every.toMillis());
                audit(partition);
                partition = (partition + 1) % standings.size();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void audit(int partition) throws InterruptedException {
        Standing standing = standings.get(partition);
        try {
            Report report = auditor.audit(partition, standing.projectedSeq);
            standing.projectedSeq = Math.max(standing.projectedSeq, report.projectedSeq());
            standing.differences = report.differenceCount();
            standing.cleanAtMs = report.isClean() ? clock.millis() : standing.cleanAtMs;
            entries.increment((double) report.entries());
            snapshots.increment(report.snapshotTaken() ? 1 : 0);
            (report.isClean() ? clean : different).increment();
            report.differences().stream().limit(LOGGED_MAX).forEach(difference -> LOG.error("{}", difference.text()));
        } catch (RuntimeException failure) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped");
            }
            failed.increment();
            LOG.warn("Partition {} could not be audited: {}", partition, String.valueOf(failure));
        }
    }

    /** What the last audits of a partition came to. */
    private static final class Standing {
        private volatile long differences;
        private volatile long cleanAtMs;
        private long projectedSeq;

        Standing(long sinceMs) {
            cleanAtMs = sinceMs;
        }
    }
}
