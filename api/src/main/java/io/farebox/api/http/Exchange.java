package io.farebox.api.http;

import io.farebox.api.access.KeyRing;
import io.farebox.api.access.Principal;
import io.farebox.api.json.Malformed;
import io.farebox.charge.Ids;
import io.farebox.ledger.Unavailable;
import io.farebox.tracing.Behalf;
import io.farebox.tracing.TraceSpan;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** One request on its way: route, key, body, handler, answer. All of it happens on one event loop. */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final String BEARER = "Bearer ";

    private final Dispatcher dispatcher;
    private final HttpServerRequest request;
    private final long beganNanos = System.nanoTime();

    /** Null where the request is not sampled. */
    private @Nullable TraceSpan span;

    private Router.@Nullable Match match;
    private @Nullable Principal principal;
    private @Nullable Buffer body;
    private long bodyBytes;
    private boolean keyChecked;
    private boolean arrived;
    private boolean answered;

    Exchange(Dispatcher dispatcher, HttpServerRequest request) {
        this.dispatcher = dispatcher;
        this.request = request;
    }

    long beganNanos() {
        return beganNanos;
    }

    void begin() {
        if (dispatcher.tracing().isOn()) {
            span = RequestSpan.begin(dispatcher.tracing(), request);
        }
        request.exceptionHandler(this::lost);
        request.handler(this::chunk);
        request.endHandler(end -> arrive());
        try {
            dispatcher.add(this);
            match = dispatcher.router().match(request.method().name(), request.path());
            refuseTooLarge(declaredBytes());
            checkKey(match.route());
        } catch (Throwable e) {
            fail(e);
        }
    }

    private long declaredBytes() {
        String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return declared == null ? 0 : Long.parseLong(declared);
        } catch (NumberFormatException e) {
            throw Problem.malformed("Content-Length", "must be a number");
        }
    }

    private void refuseTooLarge(long bytes) {
        int max = dispatcher.limits().bodyMaxBytes();
        if (bytes > max) {
            throw Problem.of(
                    ProblemType.CONTENT_TOO_LARGE,
                    "A body may have " + max + " bytes.",
                    Map.of("limitBytes", Integer.toString(max)));
        }
    }

    private void checkKey(Route route) {
        KeyRing keys = dispatcher.keys();
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        boolean bearer = header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length());
        if (keys == null || header == null || !bearer) {
            keyFound(route, null);
            return;
        }
        String presented = header.substring(BEARER.length()).trim();
        Principal known = keys.peek(presented);
        if (known != null) {
            keyFound(route, known);
            return;
        }
        request.pause();
        onBehalf(keys.find(presented))
                .subscribe(
                        found -> onLoop(() -> {
                            keyFound(route, found);
                            request.resume();
                        }),
                        e -> onLoop(() -> {
                            request.resume();
                            fail(e);
                        }),
                        () -> onLoop(() -> {
                            if (!keyChecked) {
                                keyFound(route, null);
                                request.resume();
                            }
                        }));
    }

    private void keyFound(Route route, @Nullable Principal found) {
        keyChecked = true;
        principal = found;
        if (route.secured() && found == null) {
            fail(Problem.of(ProblemType.UNAUTHORIZED));
        } else if (arrived && !answered) {
            call();
        }
    }

    private void chunk(Buffer chunk) {
        bodyBytes += chunk.length();
        if (answered) {
            // What a refused client still sends is dropped, but not without end.
            if (bodyBytes > 2L * dispatcher.limits().bodyMaxBytes()) {
                request.connection().close();
            }
            return;
        }
        dispatcher.hold(chunk.length());
        body = body == null ? chunk : body.appendBuffer(chunk);
        try {
            refuseTooLarge(bodyBytes);
            if (dispatcher.isFull()) {
                dispatcher.meter().shed(Meter.Bound.BODIES);
                throw Problem.of(ProblemType.OVERLOADED, "Too many large bodies are being read.")
                        .with("Retry-After", "1");
            }
        } catch (Problem e) {
            dropBody();
            fail(e);
        }
    }

    private void arrive() {
        arrived = true;
        if (answered) {
            leave();
        } else if (keyChecked) {
            call();
        }
    }

    private void call() {
        Router.Match matched = match;
        if (matched == null) {
            return;
        }
        if (span == null) {
            call(matched);
        } else {
            span.run(() -> call(matched));
        }
    }

    private void call(Router.Match matched) {
        Buffer whole = body;
        dropBody();
        try {
            if (matched.route().body() == Route.Body.JSON) {
                refuseOtherThanJson();
            }
            Mono<Answer> answer = matched.route().handler().handle(new Call(request, matched, principal, whole));
            onBehalf(answer.switchIfEmpty(Mono.error(() -> new IllegalStateException("a handler gave no answer"))))
                    .subscribe(this::answerOnLoop, e -> onLoop(() -> fail(e)));
        } catch (Throwable e) {
            fail(e);
        }
    }

    private <T> Mono<T> onBehalf(Mono<T> chain) {
        TraceSpan own = span;
        return own == null ? chain : chain.contextWrite(context -> Behalf.with(context, own));
    }

    private void refuseOtherThanJson() {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null && !MediaTypes.isJson(type)) {
            throw Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json in UTF-8.")
                    .with("Accept", "application/json");
        }
    }

    private void dropBody() {
        if (body != null) {
            dispatcher.hold(-body.length());
            body = null;
        }
    }

    private void answerOnLoop(Answer answer) {
        if (dispatcher.context().inThread()) {
            write(answer, null);
        } else {
            dispatcher.context().runOnContext(v -> write(answer, null));
        }
    }

    private void onLoop(Runnable action) {
        if (dispatcher.context().inThread()) {
            action.run();
        } else {
            dispatcher.context().runOnContext(v -> action.run());
        }
    }

    /** The request took too long to arrive, or to be answered, or to go away after it was refused. */
    void overdue() {
        if (answered) {
            leave();
            if (!arrived) {
                request.connection().close();
            }
        } else if (!arrived) {
            fail(Problem.of(ProblemType.REQUEST_TIMEOUT));
            leave();
            request.connection().close();
        } else {
            boolean reads = "GET".equals(request.method().name());
            fail(Problem.of(
                            reads ? ProblemType.HISTORY_UNAVAILABLE : ProblemType.PARTITION_UNAVAILABLE,
                            "There was no answer in time. Whether it was carried out is not known: repeat it with the"
                                    + " same Idempotency-Key.")
                    .with("Retry-After", "1"));
        }
    }

    private void fail(Throwable failure) {
        if (answered) {
            return;
        }
        if (failure instanceof Problem problem) {
            write(problem);
        } else if (failure instanceof Malformed malformed) {
            write(Problem.of(malformed));
        } else if (failure instanceof Unavailable unavailable) {
            write(Problem.of(unavailable));
        } else {
            String id = "e" + Ids.base32(ThreadLocalRandom.current().nextLong(), 12);
            String route = match == null
                    ? "no route"
                    : match.route().method() + " " + match.route().template();
            log(() -> LOG.error("{} in {}", id, route, failure));
            write(Problem.of(ProblemType.INTERNAL, null, Map.of("id", id)));
        }
    }

    private void write(Problem problem) {
        write(problem.answer(), problem.type());
    }

    private void write(Answer answer, @Nullable ProblemType problem) {
        if (answered) {
            return;
        }
        answered = true;
        dropBody();
        if (arrived) {
            leave();
        }
        dispatcher
                .meter()
                .answered(
                        match == null ? null : match.route(), answer.status(), problem, System.nanoTime() - beganNanos);
        if (span != null) {
            RequestSpan.end(span, request, match == null ? null : match.route(), answer.status(), problem);
        }
        if (request.response().closed()) {
            return;
        }
        ResponseWriter.write(request, answer, dispatcher.context());
    }

    /** The connection broke. Where the request was not all there, nobody will answer it. */
    private void lost(Throwable failure) {
        leave();
        if (span != null && !arrived) {
            RequestSpan.lost(span, failure);
        }
    }

    private void log(Runnable line) {
        if (span == null) {
            line.run();
        } else {
            span.run(line);
        }
    }

    private void leave() {
        dispatcher.remove(this);
        dropBody();
    }
}
