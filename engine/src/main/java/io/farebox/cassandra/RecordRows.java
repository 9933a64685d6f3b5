package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import io.farebox.cassandra.Writes.Target;
import io.farebox.charge.Entry;
import io.farebox.ledger.EntryCodec;
import io.farebox.ledger.Manifest;
import java.time.Instant;

/** The rows of one block in send and report, which share a partition key: the record of holds. */
final class RecordRows {
    private static final int ROW_BYTES = 200;

    private final Database database;
    private final Writes writes;
    private final long seq;
    private final Instant at;

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
                .setString(14, e.terms().usual().deadlineMs() + e.terms().code());
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

    void settled(Entry.Settled e, int place) {
        var row = report(e.record(), e.slot(), e.index(), place)
                .setString(5, Status.of(e.event()))
                .setString(6, Status.of(e.settlement()))
                .setString(7, e.reason())
                .setLong(9, e.feeMicro());
        add(e.record(), row.build(), ROW_BYTES);
    }

    void noted(Entry.Noted e, int place) {
        var row = report(e.record(), e.slot(), e.index(), place)
                .setString(5, Status.of(e.event()))
                .setString(6, Status.of(e.cause()))
                .setString(7, e.reason())
                .setLong(9, 0);
        add(e.record(), row.build(), ROW_BYTES);
    }

    private BoundStatementBuilder report(String record, int slot, int index, int place) {
        return database.bind(Cql.INSERT_REPORT)
                .setString(0, record)
                .setInt(1, slot)
                .setInt(2, index)
                .setLong(3, seq)
                .setInt(4, place)
                .setInstant(8, at);
    }

    private void add(String record, BoundStatement row, int bytes) {
        writes.add(new Target("record", record, 0), row, bytes);
    }
}
