package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import io.farebox.cassandra.Writes.Target;
import io.farebox.charge.Entry;
import io.farebox.ledger.Manifest;
import io.farebox.ledger.Pack;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of one block in send and report_block, which share a partition key: the record of holds. */
final class RecordRows {
    private static final int ROW_BYTES = 200;
    private static final int LAPSE_BYTES = 24;

    private final Database database;
    private final Writes writes;
    private final long seq;
    private final Instant at;
    private final Map<Chunk, List<StoredReport>> reports = new LinkedHashMap<>();
    private final Map<String, Map<String, Instant>> lapses = new LinkedHashMap<>();
    private final Map<String, SentTogether> sends = new LinkedHashMap<>();

    private record Chunk(String record, int number) {}

    RecordRows(Database database, Writes writes, long seq, Instant at) {
        this.database = database;
        this.writes = writes;
        this.seq = seq;
        this.at = at;
    }

    void reserved(Entry.Reserved e, Manifest manifest) {
        SentTogether together = sends.get(e.record());
        if (together != null && together.takes(e)) {
            together.add(e, manifest);
        } else {
            SentTogether before = sends.put(e.record(), new SentTogether(e, manifest));
            if (before != null) {
                write(before);
            }
        }
        for (int chunk = 1; chunk < Recipients.chunks(e.order().count()); chunk++) {
            chunk(e, Recipients.pack(e.order(), manifest.recipients(), chunk), chunk);
        }
    }

    private void write(SentTogether together) {
        ByteBuffer packed = together.packed();
        ByteBuffer recipients = together.recipients();
        var row = database.bind(Cql.INSERT_SEND)
                .setString(0, together.record())
                .setInt(1, together.slot())
                .setInstant(2, at)
                .setByteBuffer(3, packed)
                .setByteBuffer(4, recipients);
        add(together.record(), row.build(), ROW_BYTES + packed.remaining() + recipients.remaining());
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
        lapses.computeIfAbsent(record, key -> new HashMap<>()).put(StoredSend.lapse(slot, how), at);
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

    /** Adds what was gathered; to be called once, at the end of the block. */
    void finish() {
        sends.values().forEach(this::write);
        lapses.forEach((record, all) -> {
            var row = database.bind(Cql.UPDATE_LAPSES)
                    .setMap(0, all, String.class, Instant.class)
                    .setString(1, record);
            add(record, row.build(), ROW_BYTES + LAPSE_BYTES * all.size());
        });
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
