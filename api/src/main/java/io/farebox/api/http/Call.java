package io.farebox.api.http;

import io.farebox.api.access.Principal;
import io.farebox.api.json.Fault;
import io.farebox.api.json.JsonInput;
import io.farebox.api.json.Malformed;
import io.farebox.api.json.Texts;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request that was read whole and whose key was checked. */
public final class Call {
    private final HttpServerRequest request;
    private final Router.Match match;
    private final @Nullable Principal principal;
    private final @Nullable Buffer body;
    private @Nullable Map<String, List<String>> query;

    Call(HttpServerRequest request, Router.Match match, @Nullable Principal principal, @Nullable Buffer body) {
        this.request = request;
        this.match = match;
        this.principal = principal;
        this.body = body;
    }

    /** Who calls; only where the route is secured. */
    public Principal principal() {
        if (principal == null) {
            throw new IllegalStateException("the route is not secured");
        }
        return principal;
    }

    /** Who calls, where a valid key came with an unsecured call. */
    public @Nullable Principal principalOrNull() {
        return principal;
    }

    public Route route() {
        return match.route();
    }

    /** The value of the template's n-th variable. */
    public String segment(int index) {
        return match.segments().get(index);
    }

    public @Nullable String header(String name) {
        return request.getHeader(name);
    }

    public MultiMap headers() {
        return request.headers();
    }

    public String method() {
        return match.route().method();
    }

    /** The path and query as they came. */
    public String uri() {
        return request.uri();
    }

    /** Reads the body as JSON. */
    public <T> T json(JsonInput.Root<T> root) {
        if (body == null) {
            return JsonInput.read(new byte[0], 0, 0, root);
        }
        ByteBuf bytes = ((BufferInternal) body).getByteBuf();
        if (bytes.hasArray()) {
            return JsonInput.read(
                    bytes.array(), bytes.arrayOffset() + bytes.readerIndex(), bytes.readableBytes(), root);
        }
        byte[] copy = body.getBytes();
        return JsonInput.read(copy, 0, copy.length, root);
    }

    /** The body's bytes. */
    public byte[] body() {
        return body == null ? new byte[0] : body.getBytes();
    }

    /** Whether there is no query at all. */
    public boolean hasNoQuery() {
        return request.query() == null;
    }

    /** A parameter of the query, null where it is not there. */
    public @Nullable String query(String name) {
        List<String> values = query().get(name);
        if (values == null) {
            return null;
        }
        if (values.size() > 1) {
            throw Problem.malformed(name, "the parameter is there twice");
        }
        String fault = Texts.fault(values.get(0));
        if (fault != null) {
            throw Problem.malformed(name, fault);
        }
        return values.get(0);
    }

    /** All parameters of the query. */
    public Map<String, List<String>> query() {
        if (query == null) {
            try {
                query = new QueryStringDecoder(request.uri()).parameters();
            } catch (IllegalArgumentException e) {
                throw Problem.malformed("query", "an escape in the query is incomplete");
            }
        }
        return query;
    }

    /** Refuses parameters that the call does not know. */
    public void knowsOnly(Set<String> names) {
        if (request.query() == null) {
            return;
        }
        List<Fault> faults = query().keySet().stream()
                .filter(name -> !names.contains(name))
                .map(name -> new Fault(name.length() > 64 ? name.substring(0, 64) : name, "unknown parameter"))
                .toList();
        if (!faults.isEmpty()) {
            throw new Malformed(faults);
        }
    }
}
