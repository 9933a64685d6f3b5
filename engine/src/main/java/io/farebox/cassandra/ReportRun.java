package io.farebox.cassandra;

import io.farebox.ledger.Pack;
import io.farebox.ledger.Unpack;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The reports of some blocks in a row on a thousand messages of a record: all that there are from its first block to its last one.
 *
 * <p>So of two runs that begin with the same block, the longer one has all of the other.
 *
 * @param reports at least one, in the order of their blocks
 */
record ReportRun(List<Dated> reports) {
    private static final int VERSION = 1;

    /** What the first report of a run is compared with. */
    private static final Dated NONE = new Dated(0, Instant.EPOCH, new StoredReport(0, 0, "", "", "", 0));

    /**
     * A report with its block.
     *
     * @param at when the block was decided
     */
    record Dated(long seq, Instant at, StoredReport report) {
        /** Most often three bytes: the same block, the same send, and a message not far away. */
        private void packAfter(Dated before, Pack pack) {
            pack.number(seq - before.seq);
            if (seq != before.seq) {
                pack.number(at.toEpochMilli() - before.at.toEpochMilli());
            }
            pack.number(report.slot() - before.report.slot()).number(report.index() - before.report.index());
        }

        private static Dated unpackAfter(Dated before, StoredReport says, Unpack unpack) {
            long blocks = unpack.number();
            Instant at = blocks == 0 ? before.at : before.at.plusMillis(unpack.number());
            int slot = before.report.slot() + unpack.count();
            int index = before.report.index() + unpack.count();
            return new Dated(before.seq + blocks, at, says.of(slot, index));
        }
    }

    long firstSeq() {
        return reports.get(0).seq;
    }

    long lastSeq() {
        return reports.get(reports.size() - 1).seq;
    }

    /** The same bytes for the same reports; those in a row that say the same say it once. */
    Pack pack() {
        Pack pack = new Pack().number(VERSION);
        Dated before = NONE;
        for (int from = 0; from < reports.size(); ) {
            int to = endOfSame(from);
            StoredReport says = reports.get(from).report;
            pack.text(says.event()).text(says.effect()).text(says.reason()).number(says.feeMicro());
            pack.number(to - from);
            for (Dated report : reports.subList(from, to)) {
                report.packAfter(before, pack);
                before = report;
            }
            from = to;
        }
        return pack;
    }

    private int endOfSame(int from) {
        StoredReport first = reports.get(from).report;
        int to = from + 1;
        while (to < reports.size() && reports.get(to).report.saysTheSame(first)) {
            to++;
        }
        return to;
    }

    /** What {@link #pack} packed. */
    static ReportRun unpack(ByteBuffer bytes) {
        Unpack unpack = new Unpack(bytes);
        Columns.checkVersion(VERSION, unpack.count());
        List<Dated> reports = new ArrayList<>();
        Dated before = NONE;
        while (unpack.hasMore()) {
            StoredReport says = new StoredReport(0, 0, unpack.text(), unpack.text(), unpack.text(), unpack.number());
            for (int left = unpack.count(); left > 0; left--) {
                before = Dated.unpackAfter(before, says, unpack);
                reports.add(before);
            }
        }
        return new ReportRun(reports);
    }
}
