package io.farebox.redis;

/**
 * How many replicas must have what a call changed before it counts as answered.
 *
 * @param replicasMin 0 where Redis alone is waited for
 * @param waitMs how long they may take; then the call is sent again, which repeats its answer and waits anew
 */
public record Replication(int replicasMin, long waitMs) {
    /** Nothing is waited for but Redis itself. */
    public static final Replication NONE = new Replication(0, 1);

    public Replication {
        // WAIT takes 0 for no bound at all.
        if (replicasMin < 0 || waitMs < 1) {
            throw new IllegalArgumentException("replicasMin or waitMs is out of bounds");
        }
    }
}
