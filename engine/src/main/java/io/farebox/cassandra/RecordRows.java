package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import io.farebox.cassandra.Writes.Target;
import io.farebox.charge.Entry;
import io.farebox.ledger.Manifest;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rows of one block in send, by the record of holds, and in single_send, in the Cassandra partition of the journal.
 */
final class RecordRows {
    private static final int ROW_BYTES = 200;
    private static final int LAPSE_BYTES = 24;

    private final Database database;
    private final Writes writes;
    private final Pointers pointers;
    private final int partition;
    private final long seq;
    private final Instant at;
    private final ReportRows reports;
    private final Map<String, Map<String, Instant>> lapses = new LinkedHashMap<>();
    private final Map<String, SentTogether> sends = new LinkedHashMap<>();

    RecordRows(
            Database database,
            Writes writes,
            Pointers pointers,
            ReportRows reports,
            int partition,
            long seq,
            Instant at) {
        this.database = database;
        this.writes = writes;
        this.pointers = pointers;
        this.reports = reports;
        this.partition = partition;
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
        int bytes = ROW_BYTES + packed.remaining() + recipients.remaining();
        if (together.isOfSingles()) {
            writeSingles(together, packed, recipients, bytes);
            return;
        }
        var row = database.bind(Cql.INSERT_SEND)
                .setString(0, together.record())
                .setInt(1, together.slot())
                .setInstant(2, at)
                .setByteBuffer(3, packed)
                .setByteBuffer(4, recipients);
        add(together.record(), row.build(), bytes);
    }

    private void writeSingles(SentTogether singles, ByteBuffer packed, ByteBuffer recipients, int bytes) {
        long bucket = JournalArchive.bucketOf(seq);
        var row = database.bind(Cql.INSERT_SINGLES)
                .setInt(0, partition)
                .setLong(1, bucket)
                .setString(2, singles.record())
                .setInt(3, singles.slot())
                .setInstant(4, at)
                .setByteBuffer(5, packed)
                .setByteBuffer(6, recipients);
        pointers.add(new SingleBucket(singles.record(), bucket));
        writes.add(JournalArchive.target(bucket), row.build(), bytes);
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
        reports.add(
                e.record(),
                new StoredReport(e.slot(), e.index(), Status.of(e.event()), effect, e.reason(), e.feeMicro()));
    }

    void noted(Entry.Noted e) {
        String effect = Status.of(e.cause());
        reports.add(e.record(), new StoredReport(e.slot(), e.index(), Status.of(e.event()), effect, e.reason(), 0));
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
    }

    /** The Cassandra partition of a record, in the writes of one partition's blocks. */
    static Target target(String record) {
        return new Target("record", record, 0);
    }

    private void add(String record, BoundStatement row, int bytes) {
        writes.add(target(record), row, bytes);
    }
}
