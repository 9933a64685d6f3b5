package io.farebox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.farebox.api.settings.Settings;
import io.farebox.local.SharedStores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What whoever runs it sees: health, metrics, documents, deadlines, and what keeps it from starting. */
class OperationIT {
    private final RunningApi api = RunningApi.shared();

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return api.client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    @Test
    void healthAndMetrics() throws Exception {
        assertThat(get(api.managementPort, "/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = get(api.managementPort, "/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("\"redis\":\"up\"").contains("\"cassandra\":\"up\"");
        api.operator("GET", "/v1/price-book", null);
        assertThat(get(api.managementPort, "/metrics").body()).contains("farebox_http_requests_seconds_count");
        assertThat(get(api.port, "/metrics").statusCode()).isEqualTo(404);
    }

    @Test
    void theDocumentsPageLoadsNothingFromElsewhere() throws Exception {
        assertThat(get(api.port, "/openapi.yaml").body()).startsWith("openapi: 3.1");
        assertThat(get(api.port, "/docs").body()).doesNotContain("http://").doesNotContain("https://");
        assertThat(get(api.port, "/docs/swagger-ui-bundle.js").statusCode()).isEqualTo(200);
        assertThat(get(api.port, "/docs/swagger-ui.css").statusCode()).isEqualTo(200);
        assertThat(get(api.port, "/docs/page.js").body()).contains("/openapi.yaml");
    }

    @Test
    void aBodyThatDoesNotComeIsGivenUp() throws Exception {
        Composition impatient = RunningApi.started(Map.of("FAREBOX_REQUEST_TIMEOUT_MS", "300"));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), impatient.httpPort())) {
            socket.setSoTimeout(10_000);
            String head = "POST /v1/sends HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + RunningApi.OPERATOR_KEY
                    + "\r\nContent-Length: 50\r\n\r\n{";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readAllBytes();
            assertThat(new String(answer, StandardCharsets.UTF_8)).startsWith("HTTP/1.1 408 ");
        } finally {
            impatient.stop();
        }
    }

    @Test
    void aTakenPortIsToldInOneSentence() throws Exception {
        Map<String, String> environment = Map.of(
                "FAREBOX_REDIS_URI",
                SharedStores.redis().uri(),
                "FAREBOX_CASSANDRA_CONTACT_POINTS",
                SharedStores.cassandra().contactPoint(),
                "FAREBOX_CASSANDRA_KEYSPACE",
                "farebox_api",
                "FAREBOX_OPERATOR_KEY",
                RunningApi.OPERATOR_KEY,
                "FAREBOX_HTTP_HOST",
                "127.0.0.1",
                "FAREBOX_HTTP_PORT",
                Integer.toString(api.port),
                "FAREBOX_MANAGEMENT_PORT",
                "0");
        Composition second = new Composition(Settings.load(environment, null));
        CannotStart failure = catchThrowableOfType(CannotStart.class, second::start);
        second.stop();
        assertThat(failure).hasMessage("Port " + api.port + " is taken: set FAREBOX_HTTP_PORT to another.");
    }
}
