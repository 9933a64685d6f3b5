package io.farebox.cassandra;

import static io.farebox.cassandra.Columns.instant;
import static io.farebox.cassandra.Columns.text;

import com.datastax.oss.driver.api.core.cql.Row;
import io.farebox.charge.Ids;
import io.farebox.charge.PriceClass;
import io.farebox.ledger.EntryCodec;
import io.farebox.ledger.History.MessageLine;
import io.farebox.ledger.History.SendLine;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A send as it is stored, with its first thousand recipients.
 *
 * @param upTo recipients from this index on were not accepted
 * @param size recipients, the refused ones included
 * @param lapse c or r once the deadline has settled what was still held, x once it was cancelled, empty before
 */
record StoredSend(
        SendLine line,
        int upTo,
        int size,
        List<PriceClass> classes,
        String lapse,
        @Nullable Instant lapsedAt,
        Recipients first) {

    static final String CANCELLED = "x";

    /** What a report said of a message. */
    record Settled(String status, String reason, Instant at) {}

    /** Null where only a later part of the send has arrived so far. */
    static @Nullable StoredSend of(String send, Row row) {
        String leaf = row.getString("leaf");
        if (leaf == null) {
            return null;
        }
        SendLine line = new SendLine(
                send,
                Ids.accountOf(leaf),
                Ids.listOf(leaf),
                text(row, "channel"),
                text(row, "label"),
                text(row, "reference"),
                text(row, "sender"),
                instant(row, "at"),
                row.getInt("messages"),
                row.getLong("credits"));
        return new StoredSend(
                line,
                row.getInt("up_to"),
                row.getInt("size"),
                EntryCodec.classes(text(row, "classes")),
                text(row, "lapse"),
                row.getInstant("lapsed_at"),
                new Recipients(Objects.requireNonNull(row.getByteBuffer("recipients"))));
    }

    /** A message; where no report settled it, the deadline may have. */
    MessageLine message(int index, String to, int classOf, @Nullable Settled report) {
        PriceClass priceClass = classes.get(classOf - 1);
        Settled settled = report != null ? report : lapsed();
        return new MessageLine(
                Ids.message(line.id(), index),
                to,
                line.channel(),
                priceClass.country(),
                priceClass.segments(),
                priceClass.creditsMicro(),
                settled == null ? Status.RESERVED : settled.status(),
                settled == null ? "" : settled.reason(),
                line.at(),
                settled == null ? null : settled.at(),
                line.account(),
                line.list(),
                line.label(),
                line.reference(),
                line.sender());
    }

    private @Nullable Settled lapsed() {
        return lapsedAt == null
                ? null
                : new Settled(
                        lapse.equals("c") ? Status.CONFIRMED : Status.RELEASED,
                        lapse.equals(CANCELLED) ? "cancelled" : "deadline",
                        lapsedAt);
    }
}
