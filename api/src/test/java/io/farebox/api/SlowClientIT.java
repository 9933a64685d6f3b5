package io.farebox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Clients that send or read as slowly as they can are cut off, and hold no more than a bounded part of the memory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class SlowClientIT {
    private static final int CONNECTIONS_MAX = 20;
    private static final int ANSWERS_MAX = 2_000;
    private static final int REQUESTS = 10_000;
    private static final int EACH = 100;
    private static final String PIPELINED = "GET /openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n".repeat(EACH);

    private Composition engine;

    @BeforeAll
    void start() {
        engine = RunningApi.started(Map.of(
                "FAREBOX_REQUEST_TIMEOUT_MS",
                "1000",
                "FAREBOX_IDLE_TIMEOUT_SECONDS",
                "2",
                "FAREBOX_CONNECTIONS_MAX",
                "" + CONNECTIONS_MAX,
                "FAREBOX_EVENT_LOOPS",
                "1"));
    }

    @AfterAll
    void stop() {
        engine.stop();
    }

    private Socket open() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), engine.httpPort()));
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** Writes a little, again and again, until an answer comes or the connection ends; what came. */
    private static String trickle(Socket socket, String little) throws Exception {
        byte[] bytes = new byte[4096];
        try {
            while (socket.getInputStream().available() == 0) {
                write(socket, little);
                TimeUnit.MILLISECONDS.sleep(50);
            }
            int length = socket.getInputStream().read(bytes);
            return new String(bytes, 0, Math.max(0, length), StandardCharsets.UTF_8);
        } catch (IOException closed) {
            return "";
        }
    }

    @Test
    void aBodyThatComesByteByByteIsGivenUp() throws Exception {
        try (Socket socket = open()) {
            write(
                    socket,
                    "POST /v1/sends HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + RunningApi.OPERATOR_KEY
                            + "\r\nContent-Length: 100000\r\n\r\n{");
            assertThat(trickle(socket, " ")).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void aHeadThatComesByteByByteIsCutOff() throws Exception {
        try (Socket socket = open()) {
            write(socket, "GET /openapi.yaml HTTP/1.1\r\nX: ");
            assertThat(trickle(socket, "x")).isEmpty();
        }
    }

    @Test
    void whoeverDoesNotReadIsCutOffAndFillsNoMemory() throws Exception {
        try (Socket socket = open()) {
            assertThatThrownBy(() -> writeUntilCutOff(socket)).isInstanceOf(IOException.class);
        }
        assertThat(answered("/openapi.yaml")).isBetween(1.0, (double) ANSWERS_MAX);
    }

    private static void writeUntilCutOff(Socket socket) throws Exception {
        for (int i = 0; i < REQUESTS / EACH; i++) {
            write(socket, PIPELINED);
        }
        for (int i = 0; i < 400; i++) {
            write(socket, "x");
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** How many requests for a path the engine has answered. */
    private double answered(String path) throws Exception {
        URI metrics = URI.create("http://127.0.0.1:" + engine.managementPort() + "/metrics");
        String text = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                .body();
        return text.lines()
                .filter(line -> line.startsWith("farebox_http_requests_seconds_count")
                        && line.contains("path=\"" + path + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void moreConnectionsThanThereMayBeAreClosed() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i <= CONNECTIONS_MAX; i++) {
                sockets.add(open());
            }
            assertThat(sockets.get(CONNECTIONS_MAX).getInputStream().read()).isEqualTo(-1);
            write(sockets.get(0), "GET /openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(sockets.get(0).getInputStream().read()).isEqualTo('H');
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
