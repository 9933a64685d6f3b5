package io.farebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.farebox.api.http.Answer;
import io.farebox.api.http.Limits;
import io.farebox.api.http.Meter;
import io.farebox.api.http.Route;
import io.farebox.api.tracing.OtlpTracing;
import io.farebox.api.tracing.TracingSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The server's own span and the ids in the log, of a server without stores. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TracedServerTest {
    private static final Limits LIMITS = new Limits(10_000, 100_000, 10, 10, 10_000, 10, 8192, 8192);

    private final Collector collector = new Collector();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Vertx vertx;
    private OtlpTracing tracing;
    private ApiVerticle server;
    private int traces;

    @BeforeAll
    void start() throws Exception {
        tracing = OtlpTracing.open(
                new TracingSettings(
                        collector.url(), 0, 1000, 100, Duration.ofMillis(10), Duration.ofSeconds(10), "test"),
                new SimpleMeterRegistry());
        vertx = Vertx.vertx();
        List<Route> routes = List.of(
                Route.open("GET", "/fails/{id}", Route.Body.NONE, call -> Mono.error(new IllegalStateException("x"))),
                Route.open("GET", "/fine/{id}", Route.Body.NONE, call -> Mono.just(Answer.empty(204))));
        server = new ApiVerticle("127.0.0.1", 0, LIMITS, null, Meter.NONE, tracing, loop -> Mono.just(routes), 1);
        vertx.deployVerticle(server).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        log.start();
        logger().addAppender(log);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("io.farebox.api.http.Exchange");
    }

    @AfterAll
    void stop() {
        logger().detachAppender(log);
        tracing.close();
        vertx.close();
        collector.close();
    }

    private String newTrace() {
        return String.format("%032x", ++traces);
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String sampled(String trace) {
        return "00-" + trace + "-00f067aa0ba902b7-01";
    }

    @Test
    void aFailureIsLoggedWithItsTrace() throws Exception {
        String trace = newTrace();
        assertThat(get("/fails/7", "traceparent", sampled(trace)).statusCode()).isEqualTo(500);
        Span span = Collector.await(() -> collector.spans(trace), found -> !found.isEmpty())
                .get(0);
        assertThat(span.getName()).isEqualTo("GET /fails/{id}");
        assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(Collector.attribute(span, "error.type")).isEqualTo("500");
        assertThat(Collector.attribute(span, "farebox.problem")).isEqualTo("internal");
        ILoggingEvent line = log.list.stream()
                .filter(event -> trace.equals(event.getMDCPropertyMap().get("trace_id")))
                .findFirst()
                .orElseThrow();
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(logger().getLoggerContext());
        encoder.start();
        assertThat(new String(encoder.encode(line), StandardCharsets.UTF_8))
                .contains("\"trace_id\":\"" + trace + "\"")
                .contains("\"span_id\":\"" + Collector.hex(span.getSpanId().toByteArray()) + "\"");

        int before = log.list.size();
        assertThat(get("/fails/7").statusCode()).isEqualTo(500);
        assertThat(log.list.get(before).getMDCPropertyMap()).isEmpty();
    }

    @Test
    void twoParentsAreNone() throws Exception {
        String one = newTrace();
        String other = newTrace();
        get("/fine/1", "traceparent", sampled(one), "traceparent", sampled(other));
        String third = newTrace();
        get("/fine/1", "traceparent", sampled(third), "tracestate", "a=1", "tracestate", "b=2");
        Span span = Collector.await(() -> collector.spans(third), found -> !found.isEmpty())
                .get(0);
        assertThat(span.getTraceState()).isEqualTo("a=1,b=2");
        assertThat(collector.spans(one)).isEmpty();
        assertThat(collector.spans(other)).isEmpty();
    }
}
