package io.farebox.cassandra;

import static io.farebox.cassandra.Columns.instant;
import static io.farebox.cassandra.Columns.text;

import com.datastax.oss.driver.api.core.cql.Row;
import io.farebox.charge.Clause;
import io.farebox.charge.Ids;
import io.farebox.charge.PriceClass;
import io.farebox.charge.Terms;
import io.farebox.ledger.EntryCodec;
import io.farebox.ledger.History.MessageLine;
import io.farebox.ledger.History.SendLine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A send as it is stored, with its first thousand recipients.
 *
 * @param upTo recipients from this index on were not accepted
 * @param size recipients, the refused ones included
 * @param lapses when deadlines (by the code of their clause) or a cancellation settled what was still held
 */
record StoredSend(
        SendLine line,
        int upTo,
        int size,
        List<PriceClass> classes,
        Terms terms,
        Map<String, Instant> lapses,
        Recipients first) {

    static final String CANCELLED = "x";

    /** How a message ended. */
    record Settled(String status, String reason, Instant at, long feeMicro) {}

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
                Terms.ofWord(text(row, "terms")),
                Objects.requireNonNullElse(row.getMap("lapses", String.class, Instant.class), Map.of()),
                new Recipients(Objects.requireNonNull(row.getByteBuffer("recipients"))));
    }

    /** A message; where no report settled it, the deadline may have. */
    MessageLine message(int index, String to, int classOf, @Nullable Settled report) {
        PriceClass priceClass = classes.get(classOf - 1);
        Settled settled = report != null ? report : lapsed(terms.of(priceClass.country()));
        return new MessageLine(
                Ids.message(line.id(), index),
                to,
                line.channel(),
                priceClass.country(),
                priceClass.segments(),
                priceClass.creditsMicro(),
                settled == null ? 0 : settled.feeMicro(),
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

    private @Nullable Settled lapsed(Clause clause) {
        Instant due = lapses.get(clause.code());
        if (due != null) {
            boolean confirms = clause.onDeadline() == Clause.OnDeadline.CONFIRM;
            long sinceMs = Math.max(line.at().toEpochMilli(), terms.scheduledMs());
            return new Settled(confirms ? Status.CONFIRMED : Status.RELEASED, Status.noReport(sinceMs, clause), due, 0);
        }
        Instant cancelled = lapses.get(CANCELLED);
        return cancelled == null ? null : new Settled(Status.RELEASED, "cancelled", cancelled, 0);
    }
}
