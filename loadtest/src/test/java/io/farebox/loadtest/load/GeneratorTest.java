package io.farebox.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorTest {
    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger requests = new AtomicInteger();

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void aClosedRunCountsWhatTheServerAnswered() throws Exception {
        Target target = serve(request -> request.response().end("{}"));
        Result result = Generator.run(Plan.closed(target, file(target, 3), 8, 0.1, 0.3));
        assertThat(result.isClean()).isTrue();
        assertThat(result.all(200)).isEqualTo(requests.get());
        assertThat(result.answers()).isPositive().isLessThan(result.all(200));
        assertThat(result.perSecond()).isCloseTo(result.answers() / 0.3, within(0.01));
        assertThat(result.latency().p50Ms())
                .isPositive()
                .isLessThanOrEqualTo(result.latency().maxMs());
    }

    @Test
    void anOpenRunKeepsItsRate() throws Exception {
        Target target = serve(request -> request.response().setChunked(true).end("{}"));
        Result result =
                Generator.run(Plan.closed(target, file(target, 3), 16, 0.1, 0.4).atRate(500));
        assertThat(result.isClean()).isTrue();
        assertThat(requests.get()).isEqualTo(250);
        assertThat(result.answers()).isBetween(199L, 201L);
    }

    @Test
    void whatIsCaughtUpAfterTheSpanHasNotArrivedInIt() throws Exception {
        Target target =
                serve(request -> vertx.setTimer(20, fired -> request.response().end()));
        Result result =
                Generator.run(Plan.closed(target, file(target, 1), 1, 0, 0.5).atRate(200));
        assertThat(result.perSecond()).isCloseTo(200, within(0.01));
        assertThat(result.arrivedPerSecond()).isPositive().isLessThan(60);
    }

    @Test
    void theLatenciesAreWrittenByPercentile() throws Exception {
        Target target = serve(request -> request.response().end("{}"));
        Path histogram = directory.resolve("latencies.hgrm");
        Result result = Generator.run(
                Plan.closed(target, file(target, 3), 8, 0.1, 0.3).atRate(500).recorded(histogram));
        assertThat(Files.readString(histogram))
                .contains("Value", "Percentile", "TotalCount", "#[Max")
                .contains("Total count    = " + String.format("%12d", result.answers()));
    }

    @Test
    void anOpenRunCountsTheWaitForAServerThatStalls() throws Exception {
        Target target = serve(request -> {
            if (requests.get() == 20) {
                vertx.setTimer(200, fired -> request.response().end());
            } else {
                request.response().end();
            }
        });
        Result result =
                Generator.run(Plan.closed(target, file(target, 1), 1, 0, 0.5).atRate(200));
        // One lane: what was meant to start during the stall of 200 ms waited for it, and says so.
        assertThat(result.answers()).isEqualTo(100);
        assertThat(result.lateStarts()).isGreaterThanOrEqualTo(30);
        assertThat(result.latency().p90Ms()).isGreaterThan(50);
        assertThat(result.latency().maxMs()).isGreaterThanOrEqualTo(199);
    }

    @Test
    void aRunOfEachOnceEndsWithTheRequests() throws Exception {
        Target target = serve(request -> request.response().end());
        Result result =
                Generator.run(Plan.closed(target, file(target, 1_000), 4, 0, 20).eachOnce());
        assertThat(requests.get()).isEqualTo(1_000);
        assertThat(result.answers()).isEqualTo(1_000);
        assertThat(result.seconds()).isLessThan(10);
    }

    @Test
    void aRunOfEachOnceHasAWarmUpToo() throws Exception {
        // Answers take five milliseconds, so that the requests last for two and a half seconds and more.
        Target target =
                serve(request -> vertx.setTimer(5, now -> request.response().end()));
        Result result = Generator.run(
                Plan.closed(target, file(target, 1_000), 2, 0.5, 20).eachOnce());
        assertThat(requests.get()).isEqualTo(1_000);
        assertThat(result.all()).isEqualTo(1_000);
        assertThat(result.answers()).isBetween(798L, 999L);
    }

    @Test
    void refusalsAndBrokenConnectionsAreCounted() throws Exception {
        Target target = serve(request -> {
            if (requests.get() % 10 == 0) {
                request.connection().close();
            } else {
                request.response().setStatusCode(402).end("no credits");
            }
        });
        Result result =
                Generator.run(Plan.closed(target, file(target, 100), 2, 0, 20).eachOnce());
        assertThat(result.isClean()).isFalse();
        assertThat(result.answers()).isZero();
        assertThat(result.failed()).isEqualTo(10);
        assertThat(result.all(402)).isEqualTo(90);
        assertThat(result.firstRefusal()).isEqualTo("402 no credits");
    }

    @Test
    void aProcessOfItsOwnPrintsTheSame() throws Exception {
        Target target = serve(request -> request.response().end());
        Result result = GeneratorProcess.run(
                Plan.closed(target, file(target, 50), 4, 0, 20).eachOnce());
        assertThat(result.all(200)).isEqualTo(50);
        assertThat(requests.get()).isEqualTo(50);
    }

    @Test
    void callsBringTheirAnswersInOrder() throws Exception {
        Target target = serve(
                request -> request.body().onSuccess(body -> request.response().end("answer to " + body)));
        try (Calls calls = new Calls(target, 4)) {
            List<byte[]> asked = List.of(target.post("/", "k", "", "a"), target.post("/", "k", "", "b"));
            assertThat(calls.bodies(asked))
                    .extracting(body -> new String(body, StandardCharsets.UTF_8))
                    .containsExactly("answer to a", "answer to b");
        }
    }

    @Test
    void aServerThatIsNotThereIsReported() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Target nobody = new Target("127.0.0.1", port);
        Path file = file(nobody, 1);
        assertThatThrownBy(() -> Generator.run(Plan.closed(nobody, file, 2, 0, 1)))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("0 of 2 connections");
    }

    private Target serve(Consumer<HttpServerRequest> handler) {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> {
                    requests.incrementAndGet();
                    handler.accept(request);
                })
                .listen(0, "127.0.0.1")
                .await();
        return new Target("127.0.0.1", server.actualPort());
    }

    private Path file(Target target, int count) throws IOException {
        Path file = directory.resolve("requests");
        try (Requests.Writer writer = new Requests.Writer(file)) {
            for (int i = 0; i < count; i++) {
                writer.write(target.post("/v1/sends", "key", "", "{\"n\":" + i + "}"));
            }
        }
        return file;
    }
}
