package io.farebox.cassandra;

import static io.farebox.cassandra.Columns.instant;

import com.datastax.oss.driver.api.core.cql.Row;
import io.farebox.cassandra.ReportRun.Dated;
import io.farebox.charge.Ids;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import reactor.core.publisher.Flux;

/** The query for the reports on messages of a send. */
final class ReportQuery {
    private static final int RUNS_AHEAD_MAX = 8;

    /** A run of one chunk. */
    private record Found(int chunk, ReportRun run) {
        private static final Comparator<Found> ORDER =
                Comparator.comparingInt(Found::chunk).thenComparingLong(found -> found.run.firstSeq());
    }

    /**
     * What of the runs of a bucket, in their order, no run before has had: blocks that were written again lie in several.
     *
     * <p>A run has all reports up to its last block, so that up to there nothing is missing.
     */
    private static final class Unread {
        private int chunk = -1;
        private long upToSeq;

        List<Dated> of(Found found) {
            if (found.chunk != chunk) {
                chunk = found.chunk;
                upToSeq = 0;
            }
            long readUpToSeq = upToSeq;
            upToSeq = Math.max(upToSeq, found.run.lastSeq());
            return found.run.reports().stream()
                    .filter(dated -> dated.seq() > readUpToSeq)
                    .toList();
        }
    }

    private final Database database;

    ReportQuery(Database database) {
        this.database = database;
    }

    /** The reports on the messages from an index on up to another one, of each message the oldest first. */
    Flux<Dated> reports(String send, int from, int to) {
        int slot = Ids.slotOf(send);
        String record = Ids.recordOf(send);
        var buckets = database.bind(Cql.SELECT_RECORD_BUCKETS).setString(0, record);
        return database.rows(buckets.build())
                .concatMap(
                        row -> bucket(
                                record,
                                row.getLong(0),
                                StoredReport.chunkOf(slot, from),
                                StoredReport.chunkOf(slot, to - 1)),
                        1)
                .filter(dated -> isOf(dated.report(), slot, from, to));
    }

    private static boolean isOf(StoredReport report, int slot, int from, int to) {
        return report.slot() == slot && report.index() >= from && report.index() < to;
    }

    private Flux<Dated> bucket(String record, long bucket, int fromChunk, int toChunk) {
        Function<Cql, Flux<Row>> rows = select -> database.rows(database.bind(select)
                .setInt(0, Ids.partitionOfRecord(record))
                .setLong(1, bucket)
                .setString(2, record)
                .setInt(3, fromChunk)
                .setInt(4, toChunk)
                .build());
        return Flux.defer(() -> {
            Unread unread = new Unread();
            return Flux.mergeComparing(
                            RUNS_AHEAD_MAX,
                            Found.ORDER,
                            rows.apply(Cql.SELECT_REPORTS).map(ReportQuery::run),
                            rows.apply(Cql.SELECT_REPORTS_OF_BLOCKS).map(ReportQuery::block))
                    .concatMapIterable(unread::of, 1);
        });
    }

    private static Found run(Row row) {
        return new Found(row.getInt("chunk"), ReportRun.unpack(Objects.requireNonNull(row.getByteBuffer("reports"))));
    }

    /** A row of the time before step 6 of the schema: a run of one block. */
    private static Found block(Row row) {
        long seq = row.getLong("seq");
        Instant at = instant(row, "at");
        List<Dated> reports = StoredReport.unpack(Objects.requireNonNull(row.getByteBuffer("reports"))).stream()
                .map(report -> new Dated(seq, at, report))
                .toList();
        return new Found(row.getInt("chunk"), new ReportRun(reports));
    }
}
