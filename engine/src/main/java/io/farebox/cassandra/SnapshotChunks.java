package io.farebox.cassandra;

import static io.farebox.cassandra.Columns.instant;
import static io.farebox.cassandra.Columns.text;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import io.farebox.ledger.Snapshots;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Snapshots in pieces, each in a Cassandra partition of its own, so that a large state makes no large one. The head is
 * written last and dropped first: what is listed is whole.
 */
final class SnapshotChunks implements Snapshots {
    private static final int DROPS_AT_ONCE = 8;

    private final Database database;

    SnapshotChunks(Database database) {
        this.database = database;
    }

    @Override
    public Mono<List<Head>> heads(int partition) {
        return database.rows(database.bind(Cql.SELECT_SNAPSHOT_HEADS)
                        .setInt(0, partition)
                        .build())
                .map(row -> new Head(
                        row.getLong("seq"),
                        instant(row, "at").toEpochMilli(),
                        row.getInt("chunks"),
                        text(row, "sha256")))
                .collectList();
    }

    @Override
    public Mono<byte[]> chunk(int partition, long seq, int chunk) {
        return database.one(piece(Cql.SELECT_SNAPSHOT, partition, seq, chunk))
                .map(row -> Columns.bytes(Objects.requireNonNull(row.getByteBuffer(0))));
    }

    @Override
    public Mono<Void> store(int partition, long seq, int chunk, byte[] bytes) {
        return database.run(piece(Cql.INSERT_SNAPSHOT, partition, seq, chunk).setByteBuffer(3, ByteBuffer.wrap(bytes)));
    }

    @Override
    public Mono<Void> complete(int partition, Head head) {
        return database.run(database.bind(Cql.INSERT_SNAPSHOT_HEAD)
                .setInt(0, partition)
                .setLong(1, head.seq())
                .setInstant(2, Instant.ofEpochMilli(head.atMs()))
                .setInt(3, head.chunks())
                .setString(4, head.sha256())
                .build());
    }

    @Override
    public Mono<Void> drop(int partition, Head head) {
        return database.run(database.bind(Cql.DELETE_SNAPSHOT_HEAD)
                        .setInt(0, partition)
                        .setLong(1, head.seq())
                        .build())
                .thenMany(Flux.range(0, head.chunks()))
                .flatMap(chunk -> database.run(piece(Cql.DELETE_SNAPSHOT, partition, head.seq(), chunk)), DROPS_AT_ONCE)
                .then();
    }

    private BoundStatement piece(Cql cql, int partition, long seq, int chunk) {
        return database.bind(cql)
                .setInt(0, partition)
                .setLong(1, seq)
                .setInt(2, chunk)
                .build();
    }
}
