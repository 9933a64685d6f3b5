package io.farebox.cassandra;

import io.farebox.cassandra.ReportRun.Dated;
import io.farebox.ledger.Pack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows in report_run of the blocks of one write: one for the reports that blocks in a row have on a thousand messages of a record.
 *
 * <p>Which blocks are written together is chance, and blocks that were not acknowledged are written again with others. So a row is named
 * by its first block, and where two are named alike the longer one stays: its last block is the write's time.
 */
final class ReportRows {
    private static final int ROW_BYTES = 100;

    /** Reports of a row after which the next block begins another one. */
    private static final int REPORTS_MAX = 4096;

    private record Chunk(String record, int number) {}

    private final Database database;
    private final Writes writes;
    private final Pointers pointers;
    private final int partition;
    private final Map<Chunk, List<Dated>> runs = new LinkedHashMap<>();
    private long seq;
    private Instant at = Instant.EPOCH;

    ReportRows(Database database, Writes writes, Pointers pointers, int partition) {
        this.database = database;
        this.writes = writes;
        this.pointers = pointers;
        this.partition = partition;
    }

    /** Begins a block: the reports that are added from now on are of it. */
    void begin(long seq, Instant at) {
        boolean goesOn = seq == this.seq + 1 && JournalArchive.bucketOf(seq) == JournalArchive.bucketOf(this.seq);
        if (!goesOn) {
            finish();
        }
        this.seq = seq;
        this.at = at;
    }

    void add(String record, StoredReport report) {
        Chunk chunk = new Chunk(record, StoredReport.chunkOf(report.slot(), report.index()));
        List<Dated> run = runs.computeIfAbsent(chunk, any -> new ArrayList<>());
        if (run.size() >= REPORTS_MAX && run.get(run.size() - 1).seq() != seq) {
            write(chunk, new ReportRun(run));
            run = new ArrayList<>();
            runs.put(chunk, run);
        }
        run.add(new Dated(seq, at, report));
    }

    /** Adds the rows of all blocks so far. */
    void finish() {
        runs.forEach((chunk, run) -> write(chunk, new ReportRun(run)));
        runs.clear();
    }

    private void write(Chunk chunk, ReportRun run) {
        long bucket = JournalArchive.bucketOf(run.firstSeq());
        Pack packed = run.pack();
        var row = database.bind(Cql.INSERT_REPORTS)
                .setInt(0, partition)
                .setLong(1, bucket)
                .setString(2, chunk.record())
                .setInt(3, chunk.number())
                .setLong(4, run.firstSeq())
                .setByteBuffer(5, packed.toBuffer())
                .setLong(6, run.lastSeq());
        pointers.add(new RecordBucket(chunk.record(), bucket));
        writes.add(JournalArchive.target(bucket), row.build(), ROW_BYTES + packed.size());
    }
}
