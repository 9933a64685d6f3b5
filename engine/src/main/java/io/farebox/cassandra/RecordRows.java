package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import io.farebox.cassandra.Writes.Target;
import io.farebox.charge.Entry;
import io.farebox.charge.Terms;
import io.farebox.ledger.EntryCodec;
import io.farebox.ledger.Manifest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The rows of one block in send and settlement, which share a partition key: the record of holds. */
final class RecordRows {
    private static final int ROW_BYTES = 200;

    private record Message(String record, int slot, int index) {}

    private final Database database;
    private final Writes writes;
    private final long seq;
    private final Instant at;
    private final Map<Message, Entry.Settled> settlements = new LinkedHashMap<>();

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
                .setByteBuffer(13, first.bytes());
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
        settledRest(e.record(), e.slot(), e.action() == Terms.OnDeadline.CONFIRM ? "c" : "r");
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

    /** Of several settlements of a message in one block, which share their write time, only the last is written. */
    void settled(Entry.Settled e) {
        settlements.put(new Message(e.record(), e.slot(), e.index()), e);
    }

    /** Adds the settlements; to be called once, at the end of the block. */
    void finish() {
        settlements.forEach((message, e) -> {
            var row = database.bind(Cql.INSERT_SETTLEMENT)
                    .setString(0, message.record())
                    .setInt(1, message.slot())
                    .setInt(2, message.index())
                    .setString(3, String.valueOf(e.settlement().code()))
                    .setString(4, e.reason())
                    .setInstant(5, at)
                    .setLong(6, seq);
            add(message.record(), row.build(), ROW_BYTES);
        });
    }

    private void add(String record, BoundStatement row, int bytes) {
        writes.add(new Target("record", record, 0), row, bytes);
    }
}
