package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import io.farebox.cassandra.Writes.Target;
import io.farebox.charge.Entry;
import io.farebox.ledger.EntryCodec;
import io.farebox.ledger.Manifest;
import io.farebox.ledger.Pack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of one block in send and report_block, which share a partition key: the record of holds. */
final class RecordRows {
    private static final int ROW_BYTES = 200;

    private final Database database;
    private final Writes writes;
    private final long seq;
    private final Instant at;
    private final Map<Chunk, List<StoredReport>> reports = new LinkedHashMap<>();

    private record Chunk(String record, int number) {}

    RecordRows(Database database, Writes writes, long seq, Instant at) {
        this.database = database;
        this.writes = writes;
        this.seq = seq;
        this.at = at;
    }

    void reserved(Entry.Reserved e, Manifest manifest) {
        Recipients first = Recipients.pack(e.order(), manifest.recipients(), 0);
        var row = database.bind(Cql.INSERT_SEND)
                .setString(0, e.record())
                .setInt(1, e.slot())
                .setString(2, e.leaf())
                .setInstant(3, at)
                .setString(4, manifest.channel())
                .setString(5, e.order().label())
                .setString(6, manifest.reference())
                .setString(7, manifest.sender())
                .setInt(8, e.upTo())
                .setInt(9, e.order().count())
                .setInt(10, e.count())
                .setLong(11, e.creditsMicro())
                .setString(12, EntryCodec.classes(e.order().classes()))
                .setByteBuffer(13, first.bytes())
                .setString(14, e.terms().word());
        add(e.record(), row.build(), ROW_BYTES + first.bytes().remaining());
        for (int chunk = 1; chunk < Recipients.chunks(e.order().count()); chunk++) {
            chunk(e, Recipients.pack(e.order(), manifest.recipients(), chunk), chunk);
        }
    }

    private void chunk(Entry.Reserved e, Recipients recipients, int chunk) {
        var row = database.bind(Cql.INSERT_CHUNK)
                .setString(0, e.record())
                .setInt(1, e.slot())
                .setInt(2, chunk)
                .setByteBuffer(3, recipients.bytes());
        add(e.record(), row.build(), recipients.bytes().remaining());
    }

    void lapsed(Entry.Lapsed e) {
        settledRest(e.record(), e.slot(), e.clause().code());
    }

    void cancelled(Entry.Cancelled e) {
        settledRest(e.record(), e.slot(), StoredSend.CANCELLED);
    }

    private void settledRest(String record, int slot, String how) {
        var row = database.bind(Cql.UPDATE_LAPSE)
                .setString(0, how)
                .setInstant(1, at)
                .setString(2, record)
                .setInt(3, slot);
        add(record, row.build(), ROW_BYTES);
    }

    void settled(Entry.Settled e) {
        String effect = Status.of(e.settlement());
        report(
                e.record(),
                new StoredReport(e.slot(), e.index(), Status.of(e.event()), effect, e.reason(), e.feeMicro()));
    }

    void noted(Entry.Noted e) {
        String effect = Status.of(e.cause());
        report(e.record(), new StoredReport(e.slot(), e.index(), Status.of(e.event()), effect, e.reason(), 0));
    }

    private void report(String record, StoredReport report) {
        Chunk chunk = new Chunk(record, StoredReport.chunkOf(report.slot(), report.index()));
        reports.computeIfAbsent(chunk, key -> new ArrayList<>()).add(report);
    }

    /** Adds the reports; to be called once, at the end of the block. */
    void finish() {
        reports.forEach((chunk, all) -> {
            Pack packed = StoredReport.pack(all);
            var row = database.bind(Cql.INSERT_REPORTS)
                    .setString(0, chunk.record())
                    .setInt(1, chunk.number())
                    .setLong(2, seq)
                    .setInstant(3, at)
                    .setByteBuffer(4, packed.toBuffer());
            add(chunk.record(), row.build(), ROW_BYTES + packed.size());
        });
    }

    private void add(String record, BoundStatement row, int bytes) {
        writes.add(new Target("record", record, 0), row, bytes);
    }
}
