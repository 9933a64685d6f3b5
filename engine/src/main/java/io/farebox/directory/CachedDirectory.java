package io.farebox.directory;

import io.farebox.directory.DirectoryChanges.Change;
import io.farebox.rating.Price;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The directory as an engine uses it: from memory where it can, from the store where it must.
 *
 * <p>It hears of other engines' changes within a second, knows its own at once, and while the store is away goes on with
 * what it has. The methods that end in {@code Now} never wait: null means that the value must be asked for.
 */
public final class CachedDirectory implements Directory, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CachedDirectory.class);
    private static final int CONNECTIONS_MAX = 10_000;
    /** Records that are read again at once after a change. */
    private static final int REFRESHES_MAX = 16;

    private final Directory store;
    private final Outage outage = new Outage(System::nanoTime);
    private final Remembered<Account> accounts;
    private final Remembered<ApiKey> keys;
    private final Remembered<Connection> connections;
    private final Remembered<List<Price>> prices;
    private final Disposable feed;

    /** Begins to listen to the changes. */
    public CachedDirectory(Directory store, DirectoryChanges changes, CacheSettings settings) {
        this.store = store;
        Rereads rereads = new Rereads(settings.rereadsPerSecond(), System::nanoTime);
        int accountsMax = settings.accountsMax();
        accounts = new Remembered<>(store::account, outage, rereads, accountsMax, System::nanoTime);
        keys = new Remembered<>(store::key, outage, rereads, accountsMax, System::nanoTime);
        connections = new Remembered<>(store::connection, outage, rereads, CONNECTIONS_MAX, System::nanoTime);
        prices = new Remembered<>(store::prices, outage, rereads, accountsMax, System::nanoTime);
        feed = changes.changes()
                .flatMap(this::hear, REFRESHES_MAX)
                .subscribe(done -> {}, failure -> LOG.error("The directory hears of no changes any more", failure));
    }

    /** Stops listening; what is known stays. */
    @Override
    public void close() {
        feed.dispose();
    }

    private Mono<Void> hear(Change change) {
        return switch (change.kind()) {
            case ACCOUNT -> refresh(accounts, change.id());
            case KEY -> refresh(keys, change.id());
            case CONNECTION -> refresh(connections, change.id());
            case PRICES -> refresh(prices, change.id());
            // Lists are not kept: what the hot path needs of them is in the credit tree.
            case LIST -> Mono.empty();
            case EVERYTHING -> Mono.fromRunnable(this::everythingChanged);
        };
    }

    /** What is in use is read at once, so that the hot path does not miss it. */
    private static <V> Mono<Void> refresh(Remembered<V> records, String id) {
        return Mono.defer(() -> {
            records.changed(id);
            return records.isKnown(id) ? records.get(id).onErrorComplete().then() : Mono.empty();
        });
    }

    private void everythingChanged() {
        accounts.everythingChanged();
        keys.everythingChanged();
        connections.everythingChanged();
        prices.everythingChanged();
    }

    /** The account where it is known now. */
    public @Nullable Account accountNow(String id) {
        return accounts.now(id);
    }

    /** The key where it is known now. */
    public @Nullable ApiKey keyNow(String id) {
        return keys.now(id);
    }

    /** The connection of that name or id where it is known now. */
    public @Nullable Connection connectionNow(String nameOrId) {
        return connections.now(nameOrId);
    }

    /** The prices of an owner where they are known now. */
    public @Nullable List<Price> pricesNow(String owner) {
        return prices.now(owner);
    }

    @Override
    public Mono<Account> account(String id) {
        return accounts.get(id);
    }

    @Override
    public Mono<Void> putAccount(Account account) {
        return store.putAccount(account).doOnSuccess(done -> accounts.wrote(account.id(), account));
    }

    @Override
    public Flux<Account> children(String account) {
        return store.children(account);
    }

    @Override
    public Mono<ApiKey> key(String id) {
        return keys.get(id);
    }

    @Override
    public Mono<Void> putKey(ApiKey key) {
        return store.putKey(key).doOnSuccess(done -> keys.wrote(key.id(), key));
    }

    @Override
    public Flux<ApiKey> keys(String account) {
        return store.keys(account);
    }

    @Override
    public Mono<Void> deleteKey(ApiKey key) {
        return store.deleteKey(key).doOnSuccess(done -> keys.wrote(key.id(), null));
    }

    @Override
    public Mono<Void> putList(String account, String name) {
        return store.putList(account, name);
    }

    @Override
    public Mono<Void> deleteList(String account, String name) {
        return store.deleteList(account, name);
    }

    @Override
    public Flux<String> lists(String account) {
        return store.lists(account);
    }

    @Override
    public Mono<Connection> connection(String nameOrId) {
        return connections.get(nameOrId);
    }

    @Override
    public Mono<Void> putConnection(Connection connection) {
        return store.putConnection(connection).doOnSuccess(done -> {
            Connection old = connections.now(connection.id());
            if (old != null && !old.name().equals(connection.name())) {
                connections.wrote(old.name(), null);
            }
            connections.wrote(connection.id(), connection);
            connections.wrote(connection.name(), connection);
        });
    }

    @Override
    public Flux<Connection> connections() {
        return store.connections();
    }

    @Override
    public Mono<Void> deleteConnection(Connection connection) {
        return store.deleteConnection(connection).doOnSuccess(done -> {
            connections.wrote(connection.id(), null);
            connections.wrote(connection.name(), null);
        });
    }

    @Override
    public Mono<List<Price>> prices(String owner) {
        return prices.get(owner);
    }

    @Override
    public Mono<Void> putPrices(String owner, List<Price> prices) {
        return store.putPrices(owner, prices).doOnSuccess(done -> this.prices.wrote(owner, List.copyOf(prices)));
    }

    @Override
    public Mono<Void> putPlan(Plan plan) {
        return store.putPlan(plan);
    }

    @Override
    public Mono<Void> notePlan(Plan plan) {
        return store.notePlan(plan);
    }

    @Override
    public Flux<Plan> plans(String account) {
        return store.plans(account);
    }

    @Override
    public Flux<Plan> plansOfPartition(int partition) {
        return store.plansOfPartition(partition);
    }

    @Override
    public Mono<Void> deletePlan(Plan plan) {
        return store.deletePlan(plan);
    }
}
