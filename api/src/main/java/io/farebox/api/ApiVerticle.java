package io.farebox.api;

import io.farebox.api.access.KeyRing;
import io.farebox.api.http.Dispatcher;
import io.farebox.api.http.Limits;
import io.farebox.api.http.Meter;
import io.farebox.api.http.Route;
import io.farebox.api.http.Router;
import io.farebox.api.http.Serving;
import io.farebox.tracing.Tracing;
import io.netty.channel.EventLoop;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One event loop of a server: its own routes, on its own connection to Redis, behind the shared port. */
final class ApiVerticle extends AbstractVerticle {
    private final String host;
    private final int port;
    private final Limits limits;
    private final @Nullable KeyRing keys;
    private final Meter meter;
    private final Tracing tracing;
    private final Function<EventLoop, Mono<List<Route>>> routes;
    private final int drainMaxSeconds;
    private @Nullable HttpServer server;

    /**
     * Makes one.
     *
     * @param keys null where no route is secured
     * @param routes connects what the routes need on the event loop that they will run on
     */
    ApiVerticle(
            String host,
            int port,
            Limits limits,
            @Nullable KeyRing keys,
            Meter meter,
            Tracing tracing,
            Function<EventLoop, Mono<List<Route>>> routes,
            int drainMaxSeconds) {
        this.host = host;
        this.port = port;
        this.limits = limits;
        this.keys = keys;
        this.meter = meter;
        this.tracing = tracing;
        this.routes = routes;
        this.drainMaxSeconds = drainMaxSeconds;
    }

    @Override
    public void start(Promise<Void> started) {
        ContextInternal own = (ContextInternal) context;
        routes.apply(own.nettyEventLoop())
                .subscribe(found -> own.runOnContext(v -> listen(found, started)), started::tryFail);
    }

    private void listen(List<Route> found, Promise<Void> started) {
        Dispatcher dispatcher = new Dispatcher(vertx, new Router(found), keys, limits, meter, tracing);
        HttpServer made = vertx.createHttpServer(Serving.options(host, port, limits))
                .connectionHandler(dispatcher::connect)
                .requestHandler(dispatcher)
                .invalidRequestHandler(dispatcher::refuse);
        server = made;
        made.listen().<Void>mapEmpty().onComplete(started);
    }

    /** Stops accepting, lets calls in flight finish, and closes what does not. */
    @Override
    public void stop(Promise<Void> stopped) {
        if (server == null) {
            stopped.complete();
        } else {
            server.shutdown(drainMaxSeconds, TimeUnit.SECONDS).onComplete(stopped);
        }
    }

    int actualPort() {
        return server == null ? 0 : server.actualPort();
    }
}
