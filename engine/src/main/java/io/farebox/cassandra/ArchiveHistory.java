package io.farebox.cassandra;

import io.farebox.charge.Ids;
import io.farebox.ledger.History;
import io.farebox.ledger.Page;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Checks what is asked of the history and hands it to the query that answers it. */
final class ArchiveHistory implements History {
    /** Reports shown of one message; beyond it the first ones are. */
    private static final int REPORTS_MAX = 1000;

    private final LedgerQuery ledger;
    private final SendQuery sends;
    private final MessagesQuery messages;
    private final UsageQuery usage;
    private final int pageItemsMax;

    ArchiveHistory(Database database, CassandraSettings settings) {
        LineQuery lines = new LineQuery(database);
        ledger = new LedgerQuery(lines);
        sends = new SendQuery(database);
        messages = new MessagesQuery(lines, sends, settings.scanLinesMax());
        usage = new UsageQuery(database, settings.usageLinesMax());
        pageItemsMax = settings.pageItemsMax();
    }

    @Override
    public Mono<Page<LedgerLine>> ledger(String account, Instant from, Instant to, @Nullable String cursor, int limit) {
        return paged(limit, () -> ledger.page(account, new Span(from, to), cursor, limit));
    }

    @Override
    public Mono<Page<MessageLine>> messages(
            String account, LocalDate from, LocalDate to, @Nullable String sender, @Nullable String cursor, int limit) {
        return paged(limit, () -> messages.page(account, Span.ofDays(from, to), sender, cursor, limit));
    }

    @Override
    public Mono<Page<MessageLine>> messagesOfSend(String send, @Nullable String cursor, int limit) {
        return paged(limit, () -> sends.page(send, cursor, limit));
    }

    @Override
    public Mono<MessageHistory> message(String message) {
        return sends.send(Ids.sendOf(message))
                .flatMap(send -> sends.messages(send, Ids.indexOf(message), 1).next())
                .filter(found -> found.id().equals(message))
                .zipWith(sends.reports(message).take(REPORTS_MAX).collectList(), MessageHistory::new);
    }

    @Override
    public Mono<SendLine> send(String send) {
        return sends.send(send).map(StoredSend::line);
    }

    @Override
    public Mono<List<UsageLine>> usage(String account, LocalDate from, LocalDate to) {
        return Mono.defer(() -> usage.lines(account, Span.ofDays(from, to)));
    }

    private <T> Mono<T> paged(int limit, Supplier<Mono<T>> query) {
        return Mono.defer(() -> {
            if (limit < 1 || limit > pageItemsMax) {
                throw new IllegalArgumentException("a page has 1 to " + pageItemsMax + " items, not " + limit);
            }
            return query.get();
        });
    }
}
