package io.farebox.api.send;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.farebox.directory.Account;
import io.farebox.directory.Directory;
import io.farebox.rating.Price;
import io.farebox.rating.PriceBook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The compiled price books of accounts, shared by all event loops.
 *
 * <p>An account's book is kept for half a second and then put together again from the books of its ancestors; those are
 * compiled once and kept for as long as their rows stay what they are.
 */
public final class PriceBooks {
    private static final Duration KEPT = Duration.ofMillis(500);

    private record Compiled(List<Price> rows, PriceBook book) {}

    private final Directory directory;
    private final Cache<String, PriceBook> books;
    private final Cache<String, Compiled> layers;

    /** @param accountsMax accounts whose books are kept */
    public PriceBooks(Directory directory, int accountsMax) {
        this.directory = directory;
        books = Caffeine.newBuilder()
                .maximumSize(accountsMax)
                .expireAfterWrite(KEPT)
                .executor(Runnable::run)
                .build();
        layers = Caffeine.newBuilder()
                .maximumSize(accountsMax)
                .executor(Runnable::run)
                .build();
    }

    /** The account's book, null where it must be {@linkplain #of put together}. */
    public @Nullable PriceBook peek(Account account) {
        return books.getIfPresent(account.id());
    }

    /** The account's book. */
    public Mono<PriceBook> of(Account account) {
        PriceBook known = peek(account);
        if (known != null) {
            return Mono.just(known);
        }
        List<String> owners = new ArrayList<>(account.path().size() + 1);
        owners.add(Directory.INSTALLATION);
        owners.addAll(account.path());
        return Flux.fromIterable(owners)
                .concatMap(this::layer)
                .reduce(PriceBook.EMPTY, PriceBook::merge)
                .doOnNext(book -> books.put(account.id(), book));
    }

    /** Puts all books together again at their next use: some prices changed. */
    public void forget() {
        books.invalidateAll();
    }

    private Mono<PriceBook> layer(String owner) {
        return directory.prices(owner).defaultIfEmpty(List.of()).map(rows -> compiled(owner, rows));
    }

    private PriceBook compiled(String owner, List<Price> rows) {
        if (rows.isEmpty()) {
            return PriceBook.EMPTY;
        }
        Compiled known = layers.getIfPresent(owner);
        if (known != null && (known.rows == rows || known.rows.equals(rows))) {
            return known.book;
        }
        PriceBook book = PriceBook.of(rows);
        layers.put(owner, new Compiled(rows, book));
        return book;
    }
}
