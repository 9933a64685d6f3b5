package io.farebox.api.operation;

import io.farebox.api.http.Answer;
import io.farebox.api.http.Call;
import io.farebox.api.http.Route;
import io.farebox.api.json.JsonOutput;
import io.farebox.metrics.Meters;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The management calls: alive, ready, metrics.
 *
 * <p>Ready means that sends can be served. Without the credits' store they cannot; without the archive they go on from
 * what is in memory, so that is told as degraded and does not take an engine out of service. What is not asked for by a
 * probe is looked at all the same, for a meter.
 */
public final class Health {
    private static final Duration CHECK_MAX = Duration.ofSeconds(2);
    private static final Duration WATCHED_EVERY = Duration.ofSeconds(5);
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    /**
     * Something that calls depend on.
     *
     * @param vital whether nothing can be served without it
     * @param answers completes when it answers
     */
    public record Check(String name, boolean vital, Mono<Void> answers) {}

    private record Checked(Check check, boolean up) {}

    private final List<Check> checks;
    private final PrometheusMeterRegistry registry;
    private final List<Watched> watched;
    private volatile boolean serving;
    private @Nullable Disposable watching;

    /** Whether something answered when it was last looked at. */
    private static final class Watched {
        private final Check check;
        private volatile boolean up = true;

        Watched(Check check) {
            this.check = check;
        }
    }

    public Health(List<Check> checks, PrometheusMeterRegistry registry) {
        this.checks = List.copyOf(checks);
        this.registry = registry;
        this.watched = this.checks.stream().map(Watched::new).toList();
        watched.forEach(one -> Meters.STORE_UP.gauge(registry, one, w -> w.up ? 1 : 0, one.check.name));
    }

    /** Looks every {@link #WATCHED_EVERY} until it is closed. */
    public synchronized void watch() {
        watching = Flux.fromIterable(watched)
                .flatMap(one -> checked(one.check).doOnNext(now -> one.up = now.up))
                .then()
                .repeatWhen(done -> done.delayElements(WATCHED_EVERY))
                .subscribe();
    }

    public synchronized void close() {
        if (watching != null) {
            watching.dispose();
        }
    }

    /** Says whether calls are served: false until the ports are open, and from the beginning of a stop on. */
    public void serving(boolean serving) {
        this.serving = serving;
    }

    public List<Route> routes() {
        return List.of(
                Route.open("GET", "/health/live", Route.Body.NONE, this::live),
                Route.open("GET", "/health/ready", Route.Body.NONE, this::ready),
                Route.open("GET", "/metrics", Route.Body.NONE, this::metrics));
    }

    private Mono<Answer> live(Call call) {
        return Mono.just(
                Answer.json(200, new JsonOutput(32).open().field("status", "up").close()));
    }

    private Mono<Answer> ready(Call call) {
        return Flux.fromIterable(checks)
                .flatMapSequential(Health::checked)
                .collectList()
                .map(this::answer);
    }

    private static Mono<Checked> checked(Check check) {
        return check.answers
                .timeout(CHECK_MAX)
                .thenReturn(new Checked(check, true))
                .onErrorReturn(new Checked(check, false));
    }

    private Answer answer(List<Checked> all) {
        boolean vital = serving && all.stream().allMatch(checked -> checked.up || !checked.check.vital);
        boolean whole = all.stream().allMatch(Checked::up);
        JsonOutput out = new JsonOutput(128).open();
        out.field("status", !vital ? "down" : whole ? "up" : "degraded").field("serving", serving);
        out.open("checks");
        all.forEach(checked -> out.field(checked.check.name, checked.up ? "up" : "down"));
        return Answer.json(vital ? 200 : 503, out.close().close());
    }

    /** Off the event loop: a scrape walks through every meter. */
    private Mono<Answer> metrics(Call call) {
        return Mono.fromCallable(() -> Answer.of(200, PROMETHEUS, Buffer.buffer(registry.scrape())))
                .subscribeOn(Schedulers.boundedElastic());
    }
}
