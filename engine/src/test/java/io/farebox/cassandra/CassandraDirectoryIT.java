package io.farebox.cassandra;

import static io.farebox.cassandra.Keyspaces.await;
import static io.farebox.cassandra.Keyspaces.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.charge.Clause;
import io.farebox.charge.Event;
import io.farebox.directory.Account;
import io.farebox.directory.ApiKey;
import io.farebox.directory.CacheSettings;
import io.farebox.directory.CachedDirectory;
import io.farebox.directory.Connection;
import io.farebox.directory.Directory;
import io.farebox.directory.DirectoryChanges.Change;
import io.farebox.directory.DirectoryChanges.Kind;
import io.farebox.directory.Policy;
import io.farebox.directory.Role;
import io.farebox.rating.Channel;
import io.farebox.rating.Price;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

final class CassandraDirectoryIT {
    private static final Instant AT = Instant.parse("2026-03-10T12:00:00.123Z");
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);
    private static final CacheSettings CACHE = new CacheSettings(1_000, 100);

    private final CassandraStore store = Keyspaces.shared();
    private final Directory directory = store.directory();

    @Test
    void anAccountIsFoundByItsIdAndBelowItsParent() {
        Account root = account("d-root", List.of("d-root"));
        Account child = account("d-child", List.of("d-root", "d-child"));
        run(directory.putAccount(root));
        run(directory.putAccount(child));

        assertThat(await(directory.account("d-child"))).isEqualTo(child);
        assertThat(await(directory.children("d-root").collectList())).containsExactly(child);
        assertThat(directory.children("d-child").collectList().block()).isEmpty();
        assertThat(directory.account("d-none").blockOptional()).isEmpty();
        assertThat(directory.account("").blockOptional()).isEmpty();
    }

    @Test
    void keysAreListedOldestFirstUntilTheyAreDeleted() {
        ApiKey late = new ApiKey("k-a", "d-keys", Role.ADVANCED, "late", "00ff", AT.plusSeconds(1));
        ApiKey early = new ApiKey("k-b", "d-keys", Role.OPERATOR, "early", "ff00", AT);
        run(directory.putKey(late));
        run(directory.putKey(early));

        assertThat(await(directory.keys("d-keys").collectList())).containsExactly(early, late);
        run(directory.deleteKey(early));
        assertThat(await(directory.keys("d-keys").collectList())).containsExactly(late);
        assertThat(directory.key("k-b").blockOptional()).isEmpty();
        assertThat(await(directory.key("k-a"))).isEqualTo(late);
    }

    @Test
    void theInstallationHasKeysOfItsOwn() {
        ApiKey operator = new ApiKey("k-op", "", Role.OPERATOR, "operator", "00", AT);
        run(directory.putKey(operator));
        assertThat(await(directory.keys("").collectList())).containsExactly(operator);
        assertThat(await(directory.key("k-op"))).isEqualTo(operator);
    }

    @Test
    void listsAreNamedInOrder() {
        run(directory.putList("d-lists", "b"));
        run(directory.putList("d-lists", "a"));
        run(directory.putList("d-lists", "c"));
        run(directory.deleteList("d-lists", "b"));
        assertThat(await(directory.lists("d-lists").collectList())).containsExactly("a", "c");
    }

    @Test
    void aConnectionIsFoundByNameAndIdAndNoLongerByAnOldName() {
        Connection old = connection("c-1", "old");
        Connection renamed = connection("c-1", "new");
        run(directory.putConnection(old));
        assertThat(await(directory.connection("old"))).isEqualTo(old);
        run(directory.putConnection(renamed));

        assertThat(await(directory.connection("c-1"))).isEqualTo(renamed);
        assertThat(await(directory.connection("new"))).isEqualTo(renamed);
        assertThat(directory.connection("old").blockOptional()).isEmpty();
        assertThat(await(directory.connections().collectList())).contains(renamed);
        run(directory.deleteConnection(renamed));
        assertThat(directory.connection("new").blockOptional()).isEmpty();
        assertThat(directory.connection("c-1").blockOptional()).isEmpty();
    }

    @Test
    void pricesAreReplacedAsAWhole() {
        List<Price> prices =
                List.of(new Price(Channel.SMS, "49", 1_000_000, "DE"), new Price(Channel.MMS, "881", 2_000_000, null));
        assertThat(await(directory.prices("d-prices"))).isEmpty();
        run(directory.putPrices("d-prices", prices));
        assertThat(await(directory.prices("d-prices"))).isEqualTo(prices);
        run(directory.putPrices("d-prices", prices.subList(1, 2)));
        assertThat(await(directory.prices("d-prices"))).isEqualTo(prices.subList(1, 2));
        run(directory.putPrices(Directory.INSTALLATION, prices));
        assertThat(await(directory.prices(Directory.INSTALLATION))).isEqualTo(prices);
    }

    @Test
    void everyChangeIsTold() {
        Mono<List<Change>> told = store.directoryChanges()
                .changes()
                .filter(change -> change.id().startsWith("t-"))
                .take(6)
                .collectList()
                .cache();
        var listening = told.subscribe();
        ApiKey key = new ApiKey("t-key", "t", Role.BASIC, "", "", AT);
        run(directory.putAccount(account("t-account", List.of("t-account"))));
        run(directory.putKey(key));
        run(directory.putList("t-lists", "a"));
        run(directory.putConnection(connection("t-id", "t-name")));
        run(directory.putPrices("t-prices", List.of()));

        assertThat(told.block(WAIT_MAX))
                .containsExactlyInAnyOrder(
                        new Change(Kind.ACCOUNT, "t-account"),
                        new Change(Kind.KEY, "t-key"),
                        new Change(Kind.LIST, "t-lists"),
                        new Change(Kind.CONNECTION, "t-id"),
                        new Change(Kind.CONNECTION, "t-name"),
                        new Change(Kind.PRICES, "t-prices"));
        listening.dispose();
    }

    @Test
    void changesAreStillHeardOfWhenTheClockWentForwardAndBack() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now().plus(Duration.ofMinutes(40)));
        Flux<Change> told =
                new ChangeFeed(store.database(), now::get).changes().replay().autoConnect(0);
        now.set(Instant.now());
        assertThat(told.filter(Change.EVERYTHING::equals).blockFirst(WAIT_MAX)).isNotNull();
        run(directory.putList("b-lists", "a"));
        assertThat(told.filter(new Change(Kind.LIST, "b-lists")::equals).blockFirst(WAIT_MAX))
                .isNotNull();
    }

    @Test
    void anotherEnginesCacheHearsOfIt() {
        try (CachedDirectory here = new CachedDirectory(directory, store.directoryChanges(), CACHE);
                CachedDirectory there = new CachedDirectory(directory, store.directoryChanges(), CACHE)) {
            ApiKey key = new ApiKey("h-key", "h", Role.BASIC, "", "", AT);
            assertThat(there.key("h-key").blockOptional()).isEmpty();
            run(here.putKey(key));
            assertThat(here.keyNow("h-key")).isEqualTo(key);
            Mono<ApiKey> arrives = Mono.defer(() -> there.key("h-key"))
                    .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(20)));
            assertThat(arrives.block(WAIT_MAX)).isEqualTo(key);

            run(here.deleteKey(key));
            assertThat(here.key("h-key").blockOptional()).isEmpty();
            Mono<Boolean> goes = Mono.defer(() -> there.key("h-key").hasElement())
                    .filter(present -> !present)
                    .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(20)));
            assertThat(goes.block(WAIT_MAX)).isFalse();
        }
    }

    private static Account account(String id, List<String> path) {
        return new Account(
                id,
                path,
                "Name of " + id,
                ZoneId.of("Europe/Berlin"),
                "separate",
                Map.of("vat", "DE1"),
                Map.of("accounting", "billing@example.com"),
                List.of("label"),
                AT);
    }

    private static Connection connection(String id, String name) {
        Policy.Rule rule = new Policy.Rule(
                Policy.ChargeAt.SUBMITTED,
                Duration.ofDays(2),
                Clause.OnDeadline.RELEASE,
                Clause.LateDelivery.IGNORE,
                250_000);
        Policy.Overrides exception =
                new Policy.Overrides("DE", "", Policy.ChargeAt.DELIVERED, null, Clause.OnDeadline.CONFIRM, null, 0L);
        Connection.Secret secret = Connection.Secret.of("old").replacedBy("secret", AT.plusSeconds(60));
        Connection.Mapping mapping = new Connection.Mapping(Map.of("status", "st"), Map.of("ok", Event.DELIVERED));
        Policy policy = new Policy(rule, List.of(exception));
        return new Connection(id, name, "farebox", "", secret, "https://example.org", policy, mapping, AT);
    }
}
