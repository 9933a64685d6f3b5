package io.farebox.loadtest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The yardstick: the HTTP server that Farebox runs on, doing nothing but reading a JSON body and writing it back.
 *
 * <p>It prints its port and serves until its process ends.
 */
public final class EchoServer extends VerticleBase {
    private static final JsonFactory JSON = new JsonFactory();

    private static final int BACKLOG = 4096;
    private static final int IDLE_SECONDS = 75;

    private final int port;

    private EchoServer(int port) {
        this.port = port;
    }

    /**
     * Starts the server.
     *
     * @param arguments the port
     */
    @SuppressWarnings("SystemOut") // whoever started it waits for this line
    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors() + 1)
                .setPreferNativeTransport(true));
        vertx.deployVerticle(
                        () -> new EchoServer(port),
                        new DeploymentOptions()
                                .setInstances(Runtime.getRuntime().availableProcessors()))
                .await();
        System.out.println(port);
    }

    @Override
    public Future<HttpServer> start() {
        return vertx.createHttpServer(options(port))
                .requestHandler(EchoServer::handle)
                .listen();
    }

    /** Those of the API's server. */
    static HttpServerOptions options(int port) {
        return new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setAcceptBacklog(BACKLOG)
                .setTcpNoDelay(true)
                .setReuseAddress(true)
                .setIdleTimeout(IDLE_SECONDS)
                .setHttp2ClearTextEnabled(false)
                .setCompressionSupported(false)
                .setDecompressionSupported(false);
    }

    private static void handle(HttpServerRequest request) {
        request.body()
                .onSuccess(body -> request.response()
                        .setStatusCode(201)
                        .putHeader("Content-Type", "application/json")
                        .end(echo(body)));
    }

    /** Every token is parsed and written anew, under an id, as an API would answer. */
    static Buffer echo(Buffer body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length() + 64);
        try (JsonParser in = JSON.createParser(body.getBytes());
                JsonGenerator echo = JSON.createGenerator(out)) {
            echo.writeStartObject();
            echo.writeStringField("id", "s00000000000000000");
            echo.writeFieldName("echo");
            for (@Nullable JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                echo.copyCurrentEvent(in);
            }
            echo.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(out.toByteArray());
    }
}
