package io.farebox.api.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/** What puts an answer on the wire, a long one only as fast as the client takes it. */
final class ResponseWriter {
    private static final Logger LOG = LoggerFactory.getLogger(ResponseWriter.class);

    private ResponseWriter() {}

    static void write(HttpServerRequest request, Answer answer, ContextInternal context) {
        HttpServerResponse response = request.response();
        response.setStatusCode(answer.status());
        String contentType = answer.contentType();
        if (contentType != null) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, contentType);
        }
        List<String> headers = answer.headers();
        for (int i = 0; i < headers.size(); i += 2) {
            response.putHeader(headers.get(i), headers.get(i + 1));
        }
        Flux<Buffer> parts = answer.parts();
        Buffer body = answer.body();
        if (parts != null) {
            response.setChunked(true);
            parts.subscribe(new Parts(request, context));
        } else if (body != null) {
            response.end(body);
        } else {
            response.end();
        }
    }

    /** Asks for the next part when the last one has gone out. */
    private static final class Parts extends BaseSubscriber<Buffer> {
        private final HttpServerRequest request;
        private final ContextInternal context;

        Parts(HttpServerRequest request, ContextInternal context) {
            this.request = request;
            this.context = context;
            request.response().closeHandler(closed -> cancel());
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(1);
        }

        @Override
        protected void hookOnNext(Buffer part) {
            context.runOnContext(v -> request.response().write(part).onComplete(written -> {
                if (written.succeeded()) {
                    request(1);
                } else {
                    cancel();
                }
            }));
        }

        @Override
        protected void hookOnComplete() {
            context.runOnContext(v -> request.response().end());
        }

        /** The status has gone out: all that can be done is to let the client see that the body is not whole. */
        @Override
        protected void hookOnError(Throwable failure) {
            LOG.warn("an answer broke off: {}", failure.toString());
            context.runOnContext(v -> request.connection().close());
        }
    }
}
