package io.farebox.redis;

/**
 * Where Redis is, and the bounds of what may wait for it.
 *
 * @param uri such as {@code redis://user:password@host:6379/0}; of a Redis Cluster, some of its nodes with commas between
 * @param partitions slices of all root accounts, set once at installation: 1 to 1,024
 * @param batchMax commands that one call carries at the most: 1 to 256; eight reports on messages of one send are one
 * @param batchBytesMax bytes of one call beyond which no further command joins it
 * @param callsMax calls of a partition that are under way at the same time: 1 or 2
 * @param callIntervalMs from one call of a partition to the next, unless that is full, or the one has carried a single
 *     command and was answered: what comes meanwhile goes together
 * @param queueMax sends that may wait for a partition, and as many commands of other kinds; beyond
 *     it, commands are refused; one customer's sends may fill the half of what the others leave
 * @param sendWaitMaxMs how long a send may have to wait for its outcome; one that would wait longer is refused at once
 * @param reportWaitMaxMs the same for delivery reports and all else that is no send
 * @param timeoutMs how long a command waits for its outcome before its caller is told that it is unknown
 * @param replication what replicas must have before a command counts as answered
 */
public record RedisSettings(
        String uri,
        int partitions,
        int batchMax,
        int batchBytesMax,
        int callsMax,
        long callIntervalMs,
        int queueMax,
        long sendWaitMaxMs,
        long reportWaitMaxMs,
        long timeoutMs,
        Replication replication) {
    /** Slots that single-message sends can share in a record, and so the largest batch. */
    public static final int BATCH_MAX = 256;
    /** With more calls under way, lookups of single sends would have more places to look at (SingleBucket in the archive). */
    public static final int CALLS_MAX = 2;
    /** Partitions that fit the ids. */
    public static final int PARTITIONS_MAX = 1024;

    public RedisSettings {
        if (partitions < 1
                || partitions > PARTITIONS_MAX
                || batchMax < 1
                || batchMax > BATCH_MAX
                || callsMax < 1
                || callsMax > CALLS_MAX
                || queueMax < 1) {
            throw new IllegalArgumentException("partitions, batchMax, callsMax or queueMax is out of bounds");
        }
    }

    /** The defaults for a Redis. */
    public static RedisSettings of(String uri) {
        return new RedisSettings(uri, 16, BATCH_MAX, 1 << 20, 2, 2, 10_000, 4_000, 4_000, 5_000, Replication.NONE);
    }
}
