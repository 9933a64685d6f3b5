package io.farebox.ledger;

import java.util.List;
import reactor.core.publisher.Mono;

/** Keeps folded states of partitions, so that neither audit nor rebuild must fold a journal from its start. */
public interface Snapshots {
    /**
     * A snapshot that is complete.
     *
     * @param seq the block that it is the state of
     * @param atMs when that block was decided (UTC epoch)
     * @param chunks how many pieces it is kept in
     * @param sha256 digest of all of them in a row, in lower-case hex
     */
    record Head(long seq, long atMs, int chunks, String sha256) {}

    /** The complete snapshots of a partition, newest first. */
    Mono<List<Head>> heads(int partition);

    /** A piece of a snapshot; empty where it is lost. */
    Mono<byte[]> chunk(int partition, long seq, int chunk);

    /** Writes a piece of a snapshot to be. */
    Mono<Void> store(int partition, long seq, int chunk, byte[] bytes);

    /** Says that all pieces are written: from now on the snapshot is there. */
    Mono<Void> complete(int partition, Head head);

    /** Drops a snapshot. */
    Mono<Void> drop(int partition, Head head);
}
