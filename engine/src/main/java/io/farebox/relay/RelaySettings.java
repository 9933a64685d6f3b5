package io.farebox.relay;

import java.time.Duration;

/**
 * The relay's bounds.
 *
 * @param consumer this engine's name in the consumer group, the same after a restart
 * @param partitions how many partitions there are, numbered from 0
 * @param blocksMax blocks of a partition that are in flight at once
 * @param bytesMax what those may weigh, by the weight of the blocks before them: larger blocks are read fewer at a time
 * @param idleMin first pause after a read that found nothing
 * @param idleMax longest pause; each that finds nothing is twice the one before it
 * @param gather pause after a batch that was not full, in which blocks gather for the next: larger batches cost less each
 * @param reclaimEvery how often blocks that a dead engine left pending are looked for
 * @param reclaimIdle how long a block must have been pending before another engine takes it over
 * @param backoffMin first pause after a failure
 * @param backoffMax longest pause after failures
 * @param stopMax how long a stop waits for what is in flight
 * @param sampleEvery how often lag and backlog are measured
 */
public record RelaySettings(
        String consumer,
        int partitions,
        int blocksMax,
        long bytesMax,
        Duration idleMin,
        Duration idleMax,
        Duration gather,
        Duration reclaimEvery,
        Duration reclaimIdle,
        Duration backoffMin,
        Duration backoffMax,
        Duration stopMax,
        Duration sampleEvery) {

    /** The defaults. */
    public static RelaySettings of(String consumer, int partitions) {
        return new RelaySettings(
                consumer,
                partitions,
                256,
                4L << 20,
                Duration.ofMillis(5),
                Duration.ofMillis(200),
                Duration.ofMillis(100),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofMillis(50),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1));
    }

    /** The same with other times of reclaiming. */
    public RelaySettings withReclaim(Duration every, Duration idle) {
        return new RelaySettings(
                consumer,
                partitions,
                blocksMax,
                bytesMax,
                idleMin,
                idleMax,
                gather,
                every,
                idle,
                backoffMin,
                backoffMax,
                stopMax,
                sampleEvery);
    }

    /** The same with other pauses after failures, and another wait at a stop. */
    public RelaySettings withBackoff(Duration min, Duration max, Duration stopMax) {
        return new RelaySettings(
                consumer,
                partitions,
                blocksMax,
                bytesMax,
                idleMin,
                idleMax,
                gather,
                reclaimEvery,
                reclaimIdle,
                min,
                max,
                stopMax,
                sampleEvery);
    }
}
