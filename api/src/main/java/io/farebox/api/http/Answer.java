package io.farebox.api.http;

import io.farebox.api.json.JsonOutput;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** What a call is answered with: a status, headers and a body that is whole or comes in parts. */
public final class Answer {
    private static final String JSON = "application/json";

    private final int status;
    private final @Nullable String contentType;
    private final @Nullable Buffer body;
    private final @Nullable Flux<Buffer> parts;
    /** Names and values in turn; most answers have none. */
    private List<String> headers = List.of();

    private Answer(int status, @Nullable String contentType, @Nullable Buffer body, @Nullable Flux<Buffer> parts) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
        this.parts = parts;
    }

    public static Answer json(int status, JsonOutput out) {
        return of(status, JSON, out);
    }

    static Answer of(int status, String contentType, JsonOutput out) {
        // The output is not written to any more: its array goes out as it is.
        Buffer body = BufferInternal.buffer(Unpooled.wrappedBuffer(out.array(), 0, out.size()));
        return new Answer(status, contentType, body, null);
    }

    public static Answer of(int status, String contentType, Buffer body) {
        return new Answer(status, contentType, body, null);
    }

    /** An answer without a body. */
    public static Answer empty(int status) {
        return new Answer(status, null, null, null);
    }

    /** A body of unknown length, asked for as fast as the client takes it. */
    public static Answer parts(String contentType, Flux<Buffer> parts) {
        return new Answer(200, contentType, null, parts);
    }

    /** Adds a header. */
    public Answer with(String name, String value) {
        if (headers.isEmpty()) {
            headers = new ArrayList<>(4);
        }
        headers.add(name);
        headers.add(value);
        return this;
    }

    public int status() {
        return status;
    }

    @Nullable
    String contentType() {
        return contentType;
    }

    /** The whole body, null where there is none or where it comes in parts. */
    public @Nullable Buffer body() {
        return body;
    }

    @Nullable
    Flux<Buffer> parts() {
        return parts;
    }

    /** Names and values in turn. */
    public List<String> headers() {
        return headers;
    }
}
