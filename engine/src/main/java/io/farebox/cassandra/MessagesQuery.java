package io.farebox.cassandra;

import static io.farebox.cassandra.Columns.instant;
import static io.farebox.cassandra.Columns.text;

import com.datastax.oss.driver.api.core.cql.Row;
import io.farebox.charge.Ids;
import io.farebox.ledger.History.MessageLine;
import io.farebox.ledger.Page;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The query for an account's delivery history: its sends, newest first, each with its messages in order.
 *
 * <p>A page looks at a bounded number of sends. Where a sender has few among many, a page may be short, even empty, and
 * still say where to go on.
 */
final class MessagesQuery {
    /** Sends whose messages are looked up at once. */
    private static final int LOOKUPS_MAX = 16;
    /** Above every send id, so that a page without a cursor begins before all of them. */
    private static final String AFTER_EVERY_SEND = "t";

    private record Listed(Instant at, String send, String sender) {}

    /** What was found of one send: its place, and its messages where it was asked for them. */
    private record Found(Listed listed, List<MessageLine> messages) {}

    private final Database database;
    private final SendQuery sends;
    private final int scanRowsMax;

    MessagesQuery(Database database, SendQuery sends, int scanRowsMax) {
        this.database = database;
        this.sends = sends;
        this.scanRowsMax = scanRowsMax;
    }

    Mono<Page<MessageLine>> page(
            String account, Span span, @Nullable String sender, @Nullable String cursor, int limit) {
        Cursor.OfMessages start =
                Cursor.messages(cursor, span.from().toEpochMilli(), span.to().toEpochMilli());
        Instant from = start == null ? span.to().minusMillis(1) : Instant.ofEpochMilli(start.atMs());
        String firstSend = start == null ? AFTER_EVERY_SEND : start.send();
        int firstIndex = start == null ? 0 : start.index();
        Filling filling = new Filling(limit);
        return span.daysUntil(from, database, account)
                .concatMap(day -> listed(account, day, from, firstSend), 1)
                .take(scanRowsMax + 1L)
                .index()
                .flatMapSequential(
                        t -> t.getT1() == scanRowsMax
                                ? Mono.just(new Found(t.getT2(), List.of()))
                                : find(t.getT2(), sender, t.getT2().send().equals(firstSend) ? firstIndex : 0, limit),
                        LOOKUPS_MAX,
                        1)
                .index()
                .takeUntil(t ->
                        t.getT1() == scanRowsMax ? filling.stopBefore(t.getT2().listed()) : filling.take(t.getT2()))
                .then(Mono.fromSupplier(filling::page));
    }

    private Flux<Listed> listed(String account, LocalDate day, Instant from, String firstSend) {
        var select = database.bind(Cql.SELECT_ACCOUNT_SENDS)
                .setString(0, account)
                .setLocalDate(1, day)
                .setInstant(2, from)
                .setString(3, firstSend)
                .setInt(4, scanRowsMax + 1)
                .setPageSize(200);
        return database.rows(select.build()).map(MessagesQuery::listed);
    }

    private static Listed listed(Row row) {
        return new Listed(instant(row, "at"), text(row, "send"), text(row, "sender"));
    }

    private Mono<Found> find(Listed listed, @Nullable String sender, int fromIndex, int limit) {
        if (sender != null && !sender.equals(listed.sender())) {
            return Mono.just(new Found(listed, List.of()));
        }
        return sends.send(listed.send())
                .flatMap(send -> sends.messages(send, fromIndex, limit + 1).collectList())
                .defaultIfEmpty(List.of())
                .map(messages -> new Found(listed, messages));
    }

    /** A page that is being filled. */
    private static final class Filling {
        private final int limit;
        private final List<MessageLine> items = new ArrayList<>();
        private @Nullable String next;

        Filling(int limit) {
            this.limit = limit;
        }

        /** Takes what fits; true once the page is full and it is known where the next one begins. */
        boolean take(Found found) {
            for (MessageLine message : found.messages()) {
                if (items.size() == limit) {
                    next = cursor(found.listed(), Ids.indexOf(message.id()));
                    return true;
                }
                items.add(message);
            }
            return false;
        }

        boolean stopBefore(Listed listed) {
            next = cursor(listed, 0);
            return true;
        }

        Page<MessageLine> page() {
            return new Page<>(List.copyOf(items), next);
        }

        private static String cursor(Listed listed, int index) {
            return new Cursor.OfMessages(listed.at().toEpochMilli(), listed.send(), index).text();
        }
    }
}
