package io.farebox.cassandra;

import io.farebox.cassandra.Cursor.Line;
import io.farebox.cassandra.LineQuery.Placed;
import io.farebox.charge.Ids;
import io.farebox.ledger.History.MessageLine;
import io.farebox.ledger.Manifest;
import io.farebox.ledger.Page;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The query for an account's delivery history: its sends, newest first, each with its messages in order.
 *
 * <p>A page looks at a bounded number of ledger lines. Where a sender has few sends among many, a page may be short, even empty, and
 * still say where to go on.
 */
final class MessagesQuery {
    /** Sends whose messages are looked up at once. */
    private static final int LOOKUPS_MAX = 16;
    /** What was found of one line: the messages of its send, none where it is of no send or of another's. */
    private record Found(Line place, List<MessageLine> messages) {}

    private final LineQuery lines;
    private final SendQuery sends;
    private final int scanLinesMax;

    MessagesQuery(LineQuery lines, SendQuery sends, int scanLinesMax) {
        this.lines = lines;
        this.sends = sends;
        this.scanLinesMax = scanLinesMax;
    }

    Mono<Page<MessageLine>> page(
            String account, Span span, @Nullable String sender, @Nullable String cursor, int limit) {
        Cursor.Message first =
                Cursor.messages(cursor, span.from().toEpochMilli(), span.to().toEpochMilli());
        Filling filling = new Filling(limit);
        return lines.lines(account, span, first.send())
                .take(scanLinesMax + 1L)
                .index()
                .flatMapSequential(
                        line -> line.getT1() == scanLinesMax
                                        || !isOf(line.getT2().movement(), account, sender)
                                ? Mono.just(new Found(line.getT2().place(), List.of()))
                                : find(line.getT2(), first, limit),
                        LOOKUPS_MAX,
                        1)
                .index()
                .takeUntil(found -> found.getT1() == scanLinesMax
                        ? filling.stopBefore(found.getT2().place())
                        : filling.take(found.getT2()))
                .then(Mono.fromSupplier(filling::page));
    }

    private static boolean isOf(Movement movement, String account, @Nullable String sender) {
        return movement.kind().equals(Movement.RESERVED)
                && Ids.accountOf(movement.leaf()).equals(account)
                && (sender == null || sender.equals(movement.sender()));
    }

    private Mono<Found> find(Placed line, Cursor.Message first, int limit) {
        int fromIndex = line.place().equals(first.send()) ? first.index() : 0;
        return sends.send(line.movement().send())
                .filter(send -> !send.line().channel().equals(Manifest.RESERVATION))
                .flatMap(send -> sends.messages(send, fromIndex, limit + 1).collectList())
                .defaultIfEmpty(List.of())
                .map(messages -> new Found(line.place(), messages));
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
                    next = new Cursor.Message(found.place(), Ids.indexOf(message.id())).text();
                    return true;
                }
                items.add(message);
            }
            return false;
        }

        boolean stopBefore(Line place) {
            next = new Cursor.Message(place, 0).text();
            return true;
        }

        Page<MessageLine> page() {
            return new Page<>(List.copyOf(items), next);
        }
    }
}
