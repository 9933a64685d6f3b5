package io.farebox.audit;

import java.util.List;

/**
 * What an audit of a partition came to.
 *
 * @param fromSeq the block after which it began to fold: a snapshot's, or 0
 * @param archivedSeq the last block that was in the archive when it began
 * @param seq the last block that it folded
 * @param entries entries that it folded
 * @param compared nodes, records and answers that it compared with the live state
 * @param lines ledger lines that it compared
 * @param messages messages of sends that it compared
 * @param projectedSeq the last block whose lines and settlements it compared
 * @param snapshotTaken whether the fold was kept as a snapshot
 * @param differences those that are told, at most {@link AuditSettings#differencesMax}
 * @param differenceCount all there were
 */
public record Report(
        int partition,
        long fromSeq,
        long archivedSeq,
        long seq,
        long entries,
        long compared,
        long lines,
        long messages,
        long projectedSeq,
        boolean snapshotTaken,
        List<Difference> differences,
        long differenceCount) {

    public boolean isClean() {
        return differenceCount == 0;
    }
}
