package io.farebox.loadtest.simulation;

import io.farebox.loadtest.check.Told.Sent;
import io.farebox.loadtest.site.Prices;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A carrier of one customer's messages: it reports what each message's fate says, in batches.
 *
 * <p>The next report of a message goes out only when the one before it was taken, so that which came first is known. A
 * batch that was not taken is sent again.
 */
public final class Carrier {
    /** After that many refusals in a row a batch is given up and counted. */
    static final int TRIES_MAX = 10;

    /** Says what becomes of a message. */
    @FunctionalInterface
    public interface Fates {
        /** The fate of the message of that index. */
        Fate of(Sent send, int index);
    }

    /**
     * A report to be sent: the message's fate says what it says.
     *
     * @param sinceNanos when the message was reported on for the first time, whatever became of that
     */
    private record Report(Sent send, int index, Fate fate, int number, int tries, long sinceNanos) {
        boolean isFirst() {
            return number == 0 && tries == 0;
        }

        Report begun(long nowNanos) {
            return isFirst() ? new Report(send, index, fate, number, tries, nowNanos) : this;
        }

        Report again() {
            return new Report(send, index, fate, number, tries + 1, sinceNanos);
        }

        Report next() {
            return new Report(send, index, fate, number + 1, 0, sinceNanos);
        }

        String status() {
            return fate.reports().get(number);
        }
    }

    /** Reports that go out in one request. */
    public static final class Batch {
        private final List<Report> reports;

        private Batch(List<Report> reports) {
            this.reports = reports;
        }

        public int size() {
            return reports.size();
        }

        /** Whether a message of it was reported on before, and that at least so long ago. */
        public boolean repeatsAfter(Duration age) {
            long beforeNanos = System.nanoTime() - age.toNanos();
            return reports.stream().anyMatch(report -> report.sinceNanos() - beforeNanos <= 0);
        }

        public String body() {
            StringBuilder body = new StringBuilder(32 + 80 * reports.size()).append("{\"reports\":[");
            for (Report report : reports) {
                body.append(body.charAt(body.length() - 1) == '[' ? "" : ",")
                        .append("{\"message\":\"")
                        .append(report.send().id())
                        .append('-')
                        .append(report.index())
                        .append("\",\"status\":\"")
                        .append(report.status())
                        .append("\"}");
            }
            return body.append("]}").toString();
        }
    }

    private final Fates fates;
    private final int triesMax;
    private final Deque<Report> due = new ArrayDeque<>();
    private final Deque<Report> late = new ArrayDeque<>();
    private int inFlight;
    private long confirmedMicro;
    private long releasedMicro;
    private long givenUp;
    private boolean sendingOver;

    Carrier(long seed) {
        this((send, index) -> Fate.of(seed, send.reference(), index), TRIES_MAX);
    }

    /**
     * A carrier that knows the fates.
     *
     * @param triesMax refusals in a row after which a batch is given up and counted
     */
    public Carrier(Fates fates, int triesMax) {
        this.fates = fates;
        this.triesMax = triesMax;
    }

    /** Takes over the messages of a send. */
    public synchronized void sent(Sent send) {
        for (int index = 0; index < send.count(); index++) {
            Fate fate = fates.of(send, index);
            if (!fate.reports().isEmpty()) {
                (fate == Fate.LATE ? late : due).add(new Report(send, index, fate, 0, 0, 0));
            }
        }
    }

    /** No more sends will come: what was kept back is due now. */
    public synchronized void sendingIsOver() {
        sendingOver = true;
    }

    /** The next batch, null if nothing is due now. */
    public synchronized @Nullable Batch next(int reportsMax) {
        if (due.isEmpty() && sendingOver) {
            due.addAll(late);
            late.clear();
        }
        List<Report> reports = new ArrayList<>();
        long nowNanos = System.nanoTime();
        while (reports.size() < reportsMax && !due.isEmpty()) {
            reports.add(due.remove().begun(nowNanos));
        }
        inFlight += reports.size();
        return reports.isEmpty() ? null : new Batch(reports);
    }

    /** Learns whether a batch was taken. */
    public synchronized void answered(Batch batch, boolean taken) {
        inFlight -= batch.reports.size();
        for (Report report : batch.reports) {
            if (taken) {
                taken(report);
            } else if (report.tries() < triesMax) {
                due.add(report.again());
            } else {
                givenUp++;
            }
        }
    }

    private void taken(Report report) {
        long creditsMicro = Prices.creditsMicro(report.index());
        if (report.fate().charges(report.number())) {
            confirmedMicro += creditsMicro;
            releasedMicro -= report.fate() == Fate.REVIVED ? creditsMicro : 0;
        } else if (report.fate().releases(report.number())) {
            releasedMicro += creditsMicro;
        }
        if (report.number() + 1 < report.fate().reports().size()) {
            due.add(report.next());
        }
    }

    /** Whether all has been reported. */
    public synchronized boolean isDone() {
        return sendingOver && inFlight == 0 && due.isEmpty() && late.isEmpty();
    }

    public synchronized long confirmedMicro() {
        return confirmedMicro;
    }

    public synchronized long releasedMicro() {
        return releasedMicro;
    }

    /** Reports that were never taken. */
    public synchronized long givenUp() {
        return givenUp;
    }
}
