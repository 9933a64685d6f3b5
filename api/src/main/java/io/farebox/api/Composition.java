package io.farebox.api;

import io.farebox.api.access.KeyRing;
import io.farebox.api.access.Tenancy;
import io.farebox.api.command.Charging;
import io.farebox.api.command.Engine;
import io.farebox.api.command.LoopLag;
import io.farebox.api.command.RateLimit;
import io.farebox.api.http.Limits;
import io.farebox.api.http.Meter;
import io.farebox.api.http.Route;
import io.farebox.api.operation.Documents;
import io.farebox.api.operation.Health;
import io.farebox.api.operation.RequestMeter;
import io.farebox.api.send.PriceBooks;
import io.farebox.api.send.Rates;
import io.farebox.api.settings.Setting;
import io.farebox.api.settings.Settings;
import io.farebox.api.tracing.OtlpTracing;
import io.farebox.api.tracing.TracingSettings;
import io.farebox.directory.Directory;
import io.farebox.ledger.Balances;
import io.farebox.rating.Destinations;
import io.farebox.rating.Rater;
import io.farebox.tracing.Tracing;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The composition root: what is made of what, in the order of starting, and ended in the reverse. */
final class Composition {
    private static final Logger LOG = LoggerFactory.getLogger(Composition.class);
    private static final int START_MAX_SECONDS = 60;
    private static final String ANY_HOST = "0.0.0.0";

    private final Settings settings;
    private final Clock clock;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics pauses = new JvmGcMetrics();
    private @Nullable OtlpTracing traces;
    private @Nullable Vertx vertx;
    private @Nullable Stores stores;
    private @Nullable Health health;
    private final List<String> servers = new ArrayList<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private int httpPort;
    private int managementPort;

    Composition(Settings settings) {
        this(settings, Clock.systemUTC());
    }

    /** With a clock that says what time it is for credits: for deadlines, windows and the journal. */
    Composition(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Opens the stores and the ports; returns when calls are served. */
    void start() throws CannotStart {
        List.of(new JvmMemoryMetrics(), new JvmThreadMetrics(), new ProcessorMetrics(), pauses)
                .forEach(binder -> binder.bindTo(registry));
        int loops = settings.number(Setting.EVENT_LOOPS) == 0
                ? Runtime.getRuntime().availableProcessors()
                : settings.number(Setting.EVENT_LOOPS);
        Tracing tracing = tracing();
        Stores opened = Stores.open(settings, registry, clock, tracing);
        stores = opened;
        Vertx made =
                Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops + 1).setPreferNativeTransport(true));
        vertx = made;
        Health checks = health(opened);
        health = checks;
        managementPort = management(made, checks);
        httpPort = serve(made, opened, loops, tracing);
        checks.serving(true);
        checks.watch();
        LOG.info(
                "Farebox serves on port {}, its management on {}, over {} event loops",
                httpPort,
                managementPort,
                loops);
    }

    private Tracing tracing() {
        if (settings.text(Setting.TRACING_ENDPOINT).isEmpty()) {
            return Tracing.NONE;
        }
        OtlpTracing made = OtlpTracing.open(TracingSettings.of(settings), registry);
        traces = made;
        return made;
    }

    private Health health(Stores opened) {
        return new Health(
                List.of(
                        new Health.Check("redis", true, opened.redis().ping()),
                        new Health.Check(
                                "cassandra",
                                false,
                                opened.cassandra()
                                        .directory()
                                        .prices(Directory.INSTALLATION)
                                        .then())),
                registry);
    }

    private int management(Vertx made, Health checks) throws CannotStart {
        ApiVerticle server = new ApiVerticle(
                settings.text(Setting.HTTP_HOST),
                settings.number(Setting.MANAGEMENT_PORT),
                limits(),
                null,
                Meter.NONE,
                Tracing.NONE,
                loop -> Mono.just(checks.routes()),
                1);
        deploy(made, server, Setting.MANAGEMENT_PORT);
        return server.actualPort();
    }

    private int serve(Vertx made, Stores opened, int loops, Tracing tracing) throws CannotStart {
        int accountsMax = settings.number(Setting.CACHED_ACCOUNTS_MAX);
        KeyRing keys = new KeyRing(opened.directory(), settings.text(Setting.OPERATOR_KEY), accountsMax);
        Destinations destinations = Destinations.load();
        Rates rates = new Rates(destinations, new Rater(destinations), new PriceBooks(opened.directory(), accountsMax));
        Documents documents = new Documents();
        RateLimit rateLimit = new RateLimit(
                settings.number(Setting.RATE_LIMIT_MESSAGES),
                settings.number(Setting.RATE_LIMIT_WINDOW_SECONDS),
                System::nanoTime,
                registry);
        int port = port();
        for (int i = 0; i < loops; i++) {
            int number = i;
            ApiVerticle server = new ApiVerticle(
                    settings.text(Setting.HTTP_HOST),
                    port,
                    limits(),
                    keys,
                    new RequestMeter(registry, number),
                    tracing,
                    loop -> routes(opened, loop, number, keys, rates, documents, rateLimit),
                    settings.number(Setting.DRAIN_MAX_SECONDS));
            deploy(made, server, Setting.HTTP_PORT);
        }
        return port;
    }

    /** All event loops must share one port, so a free one is chosen before the first of them listens. */
    private int port() throws CannotStart {
        int port = settings.number(Setting.HTTP_PORT);
        if (port != 0) {
            return port;
        }
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CannotStart("There is no free port: " + e.getMessage() + ".", e);
        }
    }

    private Mono<List<Route>> routes(
            Stores opened,
            EventLoop loop,
            int number,
            KeyRing keys,
            Rates rates,
            Documents documents,
            RateLimit rateLimit) {
        Balances balances = opened.redis().balances();
        return opened.redis().charger(loop).map(charger -> {
            opened.sweepThrough(charger);
            Engine engine = new Engine(
                    new Charging(charger, balances, opened.directory(), clock, opened::admits, registry),
                    balances,
                    opened.directory(),
                    opened.cassandra().history(),
                    opened.redis().links(),
                    opened.redis().inbox(),
                    keys,
                    new Tenancy(opened.directory()),
                    clock,
                    rateLimit,
                    new LoopLag(loop, settings.number(Setting.SEND_WAIT_MAX_MS), number, registry),
                    settings.number(Setting.PARTITIONS));
            return Routes.of(engine, rates, documents, publicUrl(), settings.number(Setting.RECIPIENTS_MAX), registry);
        });
    }

    private String publicUrl() {
        String url = settings.text(Setting.PUBLIC_URL);
        if (!url.isEmpty()) {
            return url;
        }
        String host = settings.text(Setting.HTTP_HOST);
        return "http://" + (host.equals(ANY_HOST) ? "127.0.0.1" : host) + ":" + settings.number(Setting.HTTP_PORT);
    }

    private Limits limits() {
        return new Limits(
                settings.number(Setting.BODY_MAX_BYTES),
                settings.number(Setting.BODIES_MAX_BYTES),
                settings.number(Setting.IN_FLIGHT_MAX),
                settings.number(Setting.CONNECTIONS_MAX),
                settings.number(Setting.REQUEST_TIMEOUT_MS),
                settings.number(Setting.IDLE_TIMEOUT_SECONDS),
                settings.number(Setting.LINE_MAX_BYTES),
                settings.number(Setting.HEADERS_MAX_BYTES));
    }

    private void deploy(Vertx made, ApiVerticle server, Setting port) throws CannotStart {
        try {
            servers.add(made.deployVerticle(server)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(START_MAX_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            boolean taken = cause instanceof BindException
                    || String.valueOf(cause.getMessage()).contains("Address already in use");
            throw new CannotStart(
                    taken
                            ? "Port " + settings.number(port) + " is taken: set " + port.variable() + " to another."
                            : "The server cannot be started: " + cause + ".",
                    cause);
        }
    }

    /** Does what is due at the clock's time, and returns when it is done. */
    void sweepNow() {
        if (stores != null) {
            stores.sweepNow();
        }
    }

    int httpPort() {
        return httpPort;
    }

    int managementPort() {
        return managementPort;
    }

    /** Refuses readiness, closes the ports when calls in flight are done, then closes the stores; once. */
    void stop() {
        if (stopped.getAndSet(true)) {
            return;
        }
        if (health != null) {
            health.serving(false);
            health.close();
            pause(settings.number(Setting.DRAIN_DELAY_MS));
        }
        if (vertx != null) {
            List<String> ids = new ArrayList<>(servers);
            // The management last: it says that this engine is going.
            Collections.reverse(ids);
            ids.forEach(id -> await(vertx.undeploy(id), settings.number(Setting.DRAIN_MAX_SECONDS) + 2));
        }
        if (stores != null) {
            stores.close();
        }
        if (vertx != null) {
            await(vertx.close(), START_MAX_SECONDS);
        }
        if (traces != null) {
            // Last, so that the spans of what was still under way go out.
            traces.close();
        }
        pauses.close();
        LOG.info("Farebox has stopped");
    }

    private static void pause(int ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(Future<?> ending, int seconds) {
        try {
            ending.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("An end did not come in time: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
