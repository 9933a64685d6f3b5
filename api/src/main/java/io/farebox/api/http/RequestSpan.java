package io.farebox.api.http;

import io.farebox.tracing.TraceAttribute;
import io.farebox.tracing.TraceSpan;
import io.farebox.tracing.Tracing;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The span of a request: begun with what the caller says of its trace, ended with what became of it.
 *
 * <p>It is named by the route's template, or by the method alone where there is no route. Neither the path nor the query
 * is told, in which ids are.
 */
final class RequestSpan {
    private static final int SERVER_ERROR = 500;
    /** Any other is a client's own word. */
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

    private RequestSpan() {}

    /** Begins it; null where the request is not sampled. */
    static @Nullable TraceSpan begin(Tracing tracing, HttpServerRequest request) {
        MultiMap headers = request.headers();
        List<String> parents = headers.getAll("traceparent");
        // Of two nobody knows which one is right, so that there is none.
        return parents.size() == 1
                ? tracing.request(parents.get(0), String.join(",", headers.getAll("tracestate")))
                : tracing.request(null, null);
    }

    /** Ends it with the answer. */
    static void end(
            TraceSpan span,
            HttpServerRequest request,
            @Nullable Route route,
            int status,
            @Nullable ProblemType problem) {
        String method = request.method().name();
        boolean known = METHODS.contains(method);
        span.with(TraceAttribute.METHOD, known ? method : "_OTHER")
                .with(TraceAttribute.SCHEME, request.isSSL() ? "https" : "http")
                .with(TraceAttribute.STATUS, status);
        if (route == null) {
            span.named(known ? method : "HTTP");
        } else {
            span.named(method + " " + route.template()).with(TraceAttribute.ROUTE, route.template());
        }
        if (problem != null) {
            span.with(TraceAttribute.PROBLEM, problem.slug());
        }
        if (status >= SERVER_ERROR) {
            span.failed(Integer.toString(status));
        }
        span.end();
    }

    /** Ends it without an answer. */
    static void lost(TraceSpan span, Throwable failure) {
        span.named("HTTP").failed(failure.getClass().getSimpleName()).end();
    }
}
