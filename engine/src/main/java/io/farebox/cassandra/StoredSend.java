package io.farebox.cassandra;

import static io.farebox.cassandra.Columns.instant;

import com.datastax.oss.driver.api.core.cql.Row;
import io.farebox.cassandra.SentTogether.Sent;
import io.farebox.charge.Clause;
import io.farebox.charge.Ids;
import io.farebox.charge.PriceClass;
import io.farebox.charge.Terms;
import io.farebox.ledger.EntryCodec;
import io.farebox.ledger.History.MessageLine;
import io.farebox.ledger.History.SendLine;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A send as it is stored, with its first thousand recipients.
 *
 * @param upTo recipients from this index on were not accepted
 * @param lapses when deadlines (by the code of their clause) or a cancellation settled what was still held of the sends
 *     of its record, see {@link #lapse}
 */
record StoredSend(
        SendLine line, int upTo, List<PriceClass> classes, Terms terms, Map<String, Instant> lapses, Recipients first) {

    static final String CANCELLED = "x";

    /** How a message ended. */
    record Settled(String status, String reason, Instant at, long feeMicro) {}

    /** Null where the row is not that of the send: the archive has not seen it, or only a later part. */
    static @Nullable StoredSend of(String send, Row row, Map<String, Instant> lapses) {
        int slot = Ids.slotOf(send);
        int place = slot - row.getInt("slot");
        ByteBuffer sends = row.getByteBuffer("sends");
        Sent sent = sends == null ? null : SentTogether.unpack(sends, place);
        if (sent == null) {
            return null;
        }
        SendLine line = new SendLine(
                send,
                Ids.accountOf(sent.leaf()),
                Ids.listOf(sent.leaf()),
                sent.channel(),
                sent.label(),
                sent.reference(),
                sent.sender(),
                instant(row, "at"),
                sent.messages(),
                sent.creditsMicro());
        Recipients recipients = new Recipients(Objects.requireNonNull(row.getByteBuffer("recipients")));
        return new StoredSend(
                line,
                sent.upTo(),
                EntryCodec.classes(sent.classes()),
                Terms.ofWord(sent.terms()),
                lapses,
                sent.size() == 1 ? recipients.only(place) : recipients);
    }

    /** The lapses of a record, from a row of it. */
    static Map<String, Instant> lapses(Row row) {
        return Objects.requireNonNullElse(row.getMap("lapses", String.class, Instant.class), Map.of());
    }

    /** The key of a lapse: the send's place in the record, and how it was settled. */
    static String lapse(int slot, String how) {
        return slot + ":" + how;
    }

    private @Nullable Instant lapsedAt(String how) {
        return lapses.get(lapse(Ids.slotOf(line.id()), how));
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
        Instant due = lapsedAt(clause.code());
        if (due != null) {
            boolean confirms = clause.onDeadline() == Clause.OnDeadline.CONFIRM;
            long sinceMs = Math.max(line.at().toEpochMilli(), terms.scheduledMs());
            return new Settled(confirms ? Status.CONFIRMED : Status.RELEASED, Status.noReport(sinceMs, clause), due, 0);
        }
        Instant cancelled = lapsedAt(CANCELLED);
        return cancelled == null ? null : new Settled(Status.RELEASED, "cancelled", cancelled, 0);
    }
}
