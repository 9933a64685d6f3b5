package io.farebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.api.access.KeyRing;
import io.farebox.api.access.Tenancy;
import io.farebox.api.command.Charging;
import io.farebox.api.command.Engine;
import io.farebox.api.command.LoopLag;
import io.farebox.api.command.RateLimit;
import io.farebox.api.http.ProblemType;
import io.farebox.api.http.Route;
import io.farebox.api.operation.Documents;
import io.farebox.api.send.PriceBooks;
import io.farebox.api.send.Rates;
import io.farebox.api.settings.Setting;
import io.farebox.directory.Directory;
import io.farebox.ledger.Balances;
import io.farebox.ledger.Charger;
import io.farebox.ledger.History;
import io.farebox.ledger.Inbox;
import io.farebox.ledger.Links;
import io.farebox.rating.Destinations;
import io.farebox.rating.Rater;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.DefaultEventLoop;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RoutesTest {
    /** A port that no test here calls. */
    private static <T> T uncalled(Class<T> port) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> {
            throw new AssertionError(method + " was called");
        }));
    }

    private static List<Route> routes() {
        Directory directory = uncalled(Directory.class);
        Balances balances = uncalled(Balances.class);
        Clock clock = Clock.systemUTC();
        MeterRegistry registry = new SimpleMeterRegistry();
        Engine engine = new Engine(
                new Charging(uncalled(Charger.class), balances, directory, clock, partition -> true, registry),
                balances,
                directory,
                uncalled(History.class),
                uncalled(Links.class),
                uncalled(Inbox.class),
                new KeyRing(directory, "operator", 100),
                new Tenancy(directory),
                clock,
                new RateLimit(0, 1, System::nanoTime, registry),
                new LoopLag(new DefaultEventLoop(), 1000, 0, registry),
                16);
        Destinations destinations = Destinations.load();
        Rates rates = new Rates(destinations, new Rater(destinations), new PriceBooks(directory, 100));
        return Routes.of(engine, rates, new Documents(), "http://127.0.0.1:8080", 50_000, registry);
    }

    @Test
    void theDocumentDescribesWhatIsServedAndNothingElse() {
        assertThat(routes().stream().map(route -> route.method() + " " + route.template()))
                .containsExactlyInAnyOrderElementsOf(OpenApi.calls());
    }

    @Test
    void everyProblemHasItsOwnSlug() {
        TreeSet<String> slugs = new TreeSet<>();
        for (ProblemType type : ProblemType.values()) {
            assertThat(slugs.add(type.slug())).isTrue();
            assertThat(type.urn()).matches("urn:farebox:problem:[a-z-]+");
            assertThat(type.status()).isBetween(400, 599);
        }
    }

    @Test
    void everySettingSaysWhatItDoes() {
        assertThat(Arrays.stream(Setting.values()).map(Setting::effect)).allMatch(effect -> effect.endsWith("."));
    }
}
