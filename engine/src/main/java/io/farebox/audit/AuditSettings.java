package io.farebox.audit;

import java.time.Duration;

/**
 * The auditor's bounds.
 *
 * @param blocksMax blocks that are read at once
 * @param idsMax nodes or answers that are looked at in one script call
 * @param messagesMax messages of the records that are looked at in one script call; a larger record goes alone
 * @param historyReadsAtOnce queries to the history that are under way at a time
 * @param historyReadsMax queries to the history in one audit of a partition; what is beyond is not compared, and said so
 * @param differencesMax differences that are told one by one; more are only counted
 * @param snapshotEveryBlocks how far the journal goes on between two snapshots, and so about the most that a rebuild folds
 * @param snapshotsKept newest snapshots that are kept
 * @param chunkBytes size of a snapshot's pieces, by which a larger part goes beyond
 * @param walksKeys whether records and answers that only the live state has are looked for, which takes a walk over
 *     everything in its store
 * @param pause rest between two reads, so that traffic comes first
 * @param readMax how long one read may take
 */
public record AuditSettings(
        int blocksMax,
        int idsMax,
        int messagesMax,
        int historyReadsAtOnce,
        long historyReadsMax,
        int differencesMax,
        long snapshotEveryBlocks,
        int snapshotsKept,
        int chunkBytes,
        boolean walksKeys,
        Duration pause,
        Duration readMax) {

    /** Everything is compared, without a rest: for a command that somebody waits for. */
    public static AuditSettings thorough(long snapshotEveryBlocks) {
        return new AuditSettings(
                256,
                200,
                20_000,
                32,
                Long.MAX_VALUE,
                1000,
                snapshotEveryBlocks,
                2,
                128 * 1024,
                true,
                Duration.ZERO,
                Duration.ofSeconds(30));
    }

    /** What an engine compares beside its traffic. */
    public static AuditSettings beside(long snapshotEveryBlocks, Duration pause, long historyReadsMax) {
        return new AuditSettings(
                64,
                100,
                5_000,
                1,
                historyReadsMax,
                100,
                snapshotEveryBlocks,
                2,
                128 * 1024,
                false,
                pause,
                Duration.ofSeconds(30));
    }
}
