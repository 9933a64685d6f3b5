package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.farebox.cassandra.Writes.Target;
import io.farebox.ledger.Archive;
import io.farebox.ledger.Block;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Writes blocks with their projections, and reads them back. */
final class JournalArchive implements Archive {
    /** Blocks of one partition that share a Cassandra partition. */
    private static final long BUCKET = 10_000;

    private static final int JOURNAL_BYTES = 64;

    private final Database database;
    private final CassandraSettings settings;
    private final Pointers.Written written = new Pointers.Written();

    JournalArchive(Database database, CassandraSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /** Which blocks a block shares a Cassandra partition with. */
    static long bucketOf(long seq) {
        return seq / BUCKET;
    }

    /** How many blocks of its bucket there are from a block on, that one counted: 1 to 10,000. */
    static long blocksLeftFrom(long seq) {
        return BUCKET - seq % BUCKET;
    }

    /** The Cassandra partition of a bucket, in the writes of one partition's blocks. */
    static Target target(long bucket) {
        return new Target("journal", "", bucket);
    }

    @Override
    public Mono<Void> store(int partition, List<Block> blocks) {
        if (blocks.isEmpty()) {
            return Mono.empty();
        }
        return Mono.defer(() -> {
            Writes writes = new Writes(settings.batchRowsMax(), settings.batchBytesMax());
            Pointers pointers = new Pointers(written);
            AccountRuns runs = new AccountRuns(database, writes, partition);
            ReportRows reports = new ReportRows(database, writes, pointers, partition);
            for (Block block : blocks) {
                journal(partition, block, writes);
                Projection.write(partition, block, database, writes, pointers, runs, reports);
            }
            runs.finish();
            reports.finish();
            pointers.needed().forEach(pointer -> writes.add(pointer.target(), pointer.row(database), JOURNAL_BYTES));
            head(partition, blocks, writes);
            return database.store(writes.statements(), settings.writesPerStoreMax())
                    .doOnSuccess(done -> written.add(pointers.needed()));
        });
    }

    private void journal(int partition, Block block, Writes writes) {
        byte[] encoded = block.encoded();
        long bucket = bucketOf(block.seq());
        var row = database.bind(Cql.INSERT_JOURNAL)
                .setInt(0, partition)
                .setLong(1, bucket)
                .setLong(2, block.seq())
                .setInstant(3, Instant.ofEpochMilli(block.atMs()))
                .setByteBuffer(4, ByteBuffer.wrap(encoded));
        writes.add(target(bucket), row.build(), JOURNAL_BYTES + encoded.length);
    }

    private void head(int partition, List<Block> blocks, Writes writes) {
        long highest = blocks.stream().mapToLong(Block::seq).max().orElseThrow();
        var row = database.bind(Cql.UPDATE_HEAD)
                .setLong(0, highest)
                .setLong(1, highest)
                .setInt(2, partition);
        writes.add(new Target("journal_head", "", partition), row.build(), JOURNAL_BYTES);
    }

    /** The head may lag by a write that was cut short; the buckets from it on show what is there. */
    @Override
    public Mono<Long> lastSeq(int partition) {
        return database.one(database.bind(Cql.SELECT_HEAD).setInt(0, partition).build())
                .map(row -> row.getLong(0))
                .defaultIfEmpty(0L)
                .flatMap(head -> Flux.just(bucketOf(head), bucketOf(head) + 1)
                        .concatMap(bucket -> top(partition, bucket))
                        .reduce(head, Math::max));
    }

    private Mono<Long> top(int partition, long bucket) {
        var select = database.bind(Cql.SELECT_TOP).setInt(0, partition).setLong(1, bucket);
        return database.one(select.build()).map(row -> row.getLong(0));
    }

    @Override
    public Flux<Block> blocks(int partition, long fromSeq, long toSeq) {
        return lastSeq(partition).flatMapMany(last -> stored(partition, fromSeq, Math.min(toSeq, last)));
    }

    private Flux<Block> stored(int partition, long fromSeq, long toSeq) {
        return Flux.fromStream(() -> LongStream.rangeClosed(bucketOf(fromSeq), bucketOf(toSeq))
                        .boxed())
                .concatMap(bucket -> database.rows(database.bind(Cql.SELECT_JOURNAL)
                        .setInt(0, partition)
                        .setLong(1, bucket)
                        .setLong(2, fromSeq)
                        .setLong(3, toSeq)
                        .build()))
                .map(JournalArchive::block);
    }

    private static Block block(Row row) {
        ByteBuffer buffer = Objects.requireNonNull(row.getByteBuffer("block"));
        byte[] encoded = Columns.bytes(buffer);
        Instant at = Objects.requireNonNull(row.getInstant("at"));
        return Block.decoded(row.getLong("seq"), at.toEpochMilli(), encoded);
    }
}
