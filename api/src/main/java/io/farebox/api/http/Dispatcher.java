package io.farebox.api.http;

import io.farebox.api.access.KeyRing;
import io.farebox.tracing.Tracing;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entrance of one event loop: it starts an {@link Exchange} for each request and ends those that take too long.
 *
 * <p>Deadlines are kept by one look around every half second instead of a timer per request: the exchanges stand in
 * the order in which they began, so the look ends at the first young one.
 */
public final class Dispatcher implements Handler<HttpServerRequest>, Meter.Load {
    private static final int LOOK_EVERY_MS = 500;

    private final Router router;
    private final @Nullable KeyRing keys;
    private final Limits limits;
    private final Meter meter;
    private final Tracing tracing;
    private final ContextInternal context;
    private final Set<Exchange> inFlight = new LinkedHashSet<>();
    private long bodyBytes;
    private int connections;

    /**
     * Must be made on the event loop that it works on.
     *
     * @param keys null where no route is secured
     */
    public Dispatcher(Vertx vertx, Router router, @Nullable KeyRing keys, Limits limits, Meter meter, Tracing tracing) {
        this.tracing = tracing;
        this.router = router;
        this.keys = keys;
        this.limits = limits;
        this.meter = meter;
        this.context = (ContextInternal) vertx.getOrCreateContext();
        meter.serves(this);
        vertx.setPeriodic(LOOK_EVERY_MS, id -> endOverdue());
    }

    @Override
    public void handle(HttpServerRequest request) {
        new Exchange(this, request).begin();
    }

    /** Takes a new connection, or closes it where there are too many. */
    public void connect(HttpConnection connection) {
        if (connections >= limits.connectionsMax()) {
            meter.closed();
            connection.close();
            return;
        }
        connections++;
        connection.closeHandler(closed -> connections--);
    }

    /** Answers a request that the protocol decoder could not read, and ends its connection. */
    public void refuse(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        Problem problem;
        if (cause instanceof TooLongHttpLineException) {
            problem = Problem.of(ProblemType.URI_TOO_LONG);
        } else if (cause instanceof TooLongHttpHeaderException || cause instanceof TooLongFrameException) {
            problem = Problem.of(ProblemType.HEADERS_TOO_LARGE);
        } else {
            problem = Problem.malformed("request", "not well-formed HTTP");
        }
        Answer answer = problem.answer();
        meter.answered(null, answer.status(), problem.type(), 0);
        request.response()
                .setStatusCode(answer.status())
                .putHeader("Content-Type", answer.contentType())
                .putHeader("Connection", "close")
                .end(answer.body())
                .onComplete(ended -> request.connection().close());
    }

    private void endOverdue() {
        long overdueNanos = System.nanoTime() - limits.requestTimeoutMs() * 1_000_000L;
        // A copy: ending an exchange takes it out of the set.
        for (Exchange exchange : List.copyOf(inFlight)) {
            if (exchange.beganNanos() - overdueNanos > 0) {
                return;
            }
            exchange.overdue();
        }
    }

    void add(Exchange exchange) {
        if (inFlight.size() >= limits.inFlightMax()) {
            meter.shed(Meter.Bound.IN_FLIGHT);
            throw Problem.of(ProblemType.OVERLOADED).with("Retry-After", "1");
        }
        inFlight.add(exchange);
    }

    void remove(Exchange exchange) {
        inFlight.remove(exchange);
    }

    /** Takes or gives back room for bodies that are being read. */
    void hold(long bytes) {
        bodyBytes += bytes;
    }

    @Override
    public int connections() {
        return connections;
    }

    @Override
    public int requests() {
        return inFlight.size();
    }

    @Override
    public long bodyBytes() {
        return bodyBytes;
    }

    boolean isFull() {
        return bodyBytes > limits.bodiesMaxBytes();
    }

    Router router() {
        return router;
    }

    @Nullable
    KeyRing keys() {
        return keys;
    }

    Limits limits() {
        return limits;
    }

    Meter meter() {
        return meter;
    }

    Tracing tracing() {
        return tracing;
    }

    ContextInternal context() {
        return context;
    }
}
