package io.farebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.api.RunningApi.Answer;
import io.farebox.api.RunningApi.Tenant;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each input that cannot be served has one status, one problem and the place of the fault. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    private static final String TO = "\"to\":[\"+64211234567\"]";

    private final RunningApi api = RunningApi.shared();
    private Tenant tenant = new Tenant(api, "", "");
    private String shared = "";
    private String own = "";

    @BeforeAll
    void aCustomer() {
        tenant = api.tenant("100");
        shared = subaccount("shared");
        own = subaccount("own");
    }

    private String subaccount(String funding) {
        String body = "{\"name\":\"sub\",\"parent\":\"" + tenant.account() + "\",\"funding\":\"" + funding + "\"}";
        return tenant.call("POST", "/v1/accounts", body).text("/id");
    }

    private static void assertProblem(Answer answer, int status, String slug, String pointer) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
        assertThat(answer.text("/type")).isEqualTo("urn:farebox:problem:" + slug);
        if (!pointer.isEmpty()) {
            assertThat(answer.text("/faults/0/pointer")).isEqualTo(pointer);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | 400 | malformed |",
                "[] | 400 | malformed |",
                "{TO} x | 400 | malformed |",
                "{\"text\":\"x\"} | 400 | malformed | /to",
                "{\"text\":\"x\",\"to\":[]} | 400 | malformed | /to",
                "{\"text\":\"x\",\"to\":\"+64211234567\"} | 400 | malformed | /to",
                "{\"text\":\"x\",\"to\":[\"+64211234567\",5]} | 400 | malformed | /to/1",
                "{\"text\":\"x\",\"to\":[\"\\u0000\"]} | 400 | malformed | /to/0",
                "{TO} | 400 | malformed | /text",
                "{TO,\"text\":\"\"} | 400 | malformed | /text",
                "{TO,\"text\":5} | 400 | malformed | /text",
                "{TO,\"text\":\"\\ud800\"} | 400 | malformed | /text",
                "{TO,\"text\":\"a\\u0000\"} | 400 | malformed | /text",
                "{TO,\"text\":\"x\",\"text\":\"y\"} | 400 | malformed | /text",
                "{TO,\"text\":\"x\",\"colour\":1} | 400 | malformed | /colour",
                "{TO,\"text\":\"x\",\"channel\":\"fax\"} | 400 | malformed | /channel",
                "{TO,\"text\":\"x\",\"partial\":\"yes\"} | 400 | malformed | /partial",
                "{TO,\"text\":\"x\",\"label\":\"a\\nb\"} | 400 | malformed | /label",
                "{TO,\"text\":\"x\",\"scheduleAt\":\"2030-01-01T00:00:00Z\"} | 400 | malformed | /scheduleAt",
                "{\"text\":\"x\",\"to\":[\"nobody\"]} | 422 | unroutable |",
                "{TO,\"text\":\"x\",\"list\":\"none\"} | 404 | not-found |",
                "{TO,\"text\":\"x\",\"connection\":\"none\"} | 404 | not-found |",
                "{TO,\"text\":\"x\",\"account\":\"a0012345678\"} | 404 | not-found |",
            })
    void ofASend(String body, int status, String slug, String pointer) {
        assertProblem(tenant.send(body.replace("TO", TO)), status, slug, pointer == null ? "" : pointer);
    }

    @Test
    void tooLongATextAndTooManyRecipients() {
        assertProblem(tenant.send("{" + TO + ",\"text\":\"" + "x".repeat(10_000) + "\"}"), 400, "malformed", "/text");
        String to = "\"+64211234567\",".repeat(50_000) + "\"+64211234567\"";
        assertProblem(tenant.send("{\"text\":\"x\",\"to\":[" + to + "]}"), 400, "malformed", "/to");
    }

    @Test
    void collectsAllFaults() {
        Answer answer = tenant.send("{\"to\":[1,2],\"text\":3,\"colour\":4}");
        assertThat(answer.body().path("faults")).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | /credits",
                "{\"credits\":0} | /credits",
                "{\"credits\":-1} | /credits",
                "{\"credits\":\"0.0000001\"} | /credits",
                "{\"credits\":9007199254740992} | /credits",
                "{\"credits\":1e400} | /credits",
                "{\"credits\":1,\"expiresAt\":\"2001-01-01T00:00:00Z\"} | /expiresAt",
                "{\"credits\":1,\"expiresAt\":\"+999999999-01-01T00:00:00Z\"} | /expiresAt",
            })
    void ofAGrant(String body, String pointer) {
        Answer answer = api.operator("POST", "/v1/accounts/" + tenant.account() + "/grants", body);
        assertProblem(answer, 400, "malformed", pointer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | A/transfers | {} | 400 | malformed | /to",
                "POST | A/transfers | {'to':'B','credits':0} | 400 | malformed | /credits",
                "POST | A/transfers | {'to':'B','credits':-1} | 400 | malformed | /credits",
                "POST | A/transfers | {'to':'A','credits':1} | 409 | unrelated |",
                "POST | A/transfers | {'to':'B','credits':1} | 409 | unrelated |",
                "POST | A/transfers | {'to':'a0012345678','credits':1} | 404 | not-found |",
                "POST | A/transfers | {'to':'SHARED','credits':1} | 409 | holds-no-credits |",
                "POST | A/transfers | {'to':'OWN','credits':101} | 402 | insufficient-credits |",
                "POST | A/transfers | {'to':'OWN','credits':1,'note':'a\\u0000'} | 400 | malformed | /note",
                "POST | A/adjustments | {'credits':5} | 400 | malformed | /note",
                "POST | A/adjustments | {'credits':0,'note':'x'} | 400 | malformed | /credits",
                "POST | A/adjustments | {'credits':-101,'note':'x'} | 402 | insufficient-credits |",
                "POST | A/adjustments | {'credits':'1.0000001','note':'x'} | 400 | malformed | /credits",
                "PATCH | A | {'funding':'shared'} | 409 | no-parent |",
                "PATCH | A | {'quota':{'credits':1}} | 400 | malformed | /quota",
                "PATCH | A | {'timeZone':'Mars/Olympus'} | 400 | malformed | /timeZone",
                "PATCH | A | {'autoTopUp':{'below':1}} | 400 | malformed | /autoTopUp/credits",
                "PATCH | A | {'autoTopUp':{'below':1,'credits':1}} | 409 | no-parent |",
                "PATCH | SHARED | {'autoTopUp':{'below':1,'credits':1}} | 409 | holds-no-credits |",
                "PATCH | SHARED | {'creditLimit':1} | 400 | malformed | /creditLimit",
                "PATCH | SHARED | {'expiryPolicy':'extend'} | 400 | malformed | /expiryPolicy",
                "PATCH | SHARED | {'quota':{'credits':1,'window':'week'}} | 400 | malformed | /quota/window",
                "DELETE | A | | 409 | has-subaccounts |",
            })
    void ofTheTree(String method, String path, String body, int status, String slug, String pointer) {
        Tenant other = api.tenant("1");
        String text = body == null ? null : named(body.replace('\'', '"'), other);
        Answer answer = api.operator(method, "/v1/accounts/" + named(path, other), text);
        assertProblem(answer, status, slug, pointer == null ? "" : pointer);
    }

    private String named(String text, Tenant other) {
        return text.replace("SHARED", shared)
                .replace("OWN", own)
                .replaceAll("\\bA\\b", tenant.account())
                .replaceAll("\\bB\\b", other.account());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/reservations | {} | 400 | malformed | /credits",
                "/v1/reservations | {'credits':1,'deadline':'soon'} | 400 | malformed | /deadline",
                "/v1/reservations | {'credits':1,'deadline':'P400D'} | 400 | malformed | /deadline",
                "/v1/reservations | {'credits':101} | 402 | insufficient-credits |",
                "/v1/reservations | {'credits':1,'list':'none'} | 404 | not-found |",
                "/v1/reservations/x/confirm | {} | 404 | not-found |",
                "/v1/reservations/r000000000000000000/release | | 404 | not-found |",
                "/v1/sends/s000000000000000000/cancel | | 404 | not-found |",
            })
    void ofReservations(String path, String body, int status, String slug, String pointer) {
        Answer answer = tenant.call("POST", path, body == null ? null : body.replace('\'', '"'));
        assertProblem(answer, status, slug, pointer == null ? "" : pointer);
    }

    @Test
    void aScheduleInThePast() {
        assertProblem(
                tenant.send("{" + TO + ",\"text\":\"x\",\"scheduleAt\":\"2001-01-01T00:00:00Z\"}"),
                400,
                "malformed",
                "/scheduleAt");
    }

    @Test
    void ofHeadersPathsAndTypes() {
        String body = "{" + TO + ",\"text\":\"x\"}";
        assertProblem(tenant.send(body, "Idempotency-Key", "k".repeat(300)), 400, "malformed", "Idempotency-Key");
        assertProblem(tenant.send(body, "Content-Type", "text/plain"), 415, "unsupported-media-type", "");
        assertProblem(tenant.call("DELETE", "/v1/sends", null), 405, "method-not-allowed", "");
        assertProblem(tenant.call("GET", "/v1/nothing", null), 404, "not-found", "");
    }

    @Test
    void ofKeys() {
        for (String key : new String[] {"", "x", "fb_", "fb_0123456789ab_" + "0".repeat(32), tenant.key() + "x"}) {
            assertProblem(api.call(key, "POST", "/v1/sends", "{}"), 401, "unauthorized", "");
        }
        assertProblem(api.call(null, "POST", "/v1/sends", "{}"), 401, "unauthorized", "");
    }

    @Test
    void ofQueries() {
        String account = "/v1/accounts/" + tenant.account();
        String body = "{" + TO + ",\"text\":\"x\"}";
        assertProblem(tenant.call("POST", "/v1/sends?dryRun=maybe", body), 400, "malformed", "dryRun");
        assertProblem(tenant.call("POST", "/v1/sends?dryrun=true", body), 400, "malformed", "dryrun");
        assertProblem(tenant.call("GET", account + "/ledger?limit=0", null), 400, "malformed", "limit");
        assertProblem(tenant.call("GET", account + "/ledger?from=x", null), 400, "malformed", "from");
        assertProblem(
                tenant.call("GET", account + "/ledger?from=2020-01-01&to=2024-01-01", null), 400, "malformed", "from");
        assertProblem(tenant.call("GET", account + "/ledger", null, "Accept", "image/png"), 406, "not-acceptable", "");
    }

    @Test
    void aBodyOverTheLimitIsRefusedBeforeItIsRead() throws IOException {
        try (Socket socket = open()) {
            write(
                    socket,
                    "POST /v1/sends HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + tenant.key()
                            + "\r\nContent-Length: 900000000\r\n\r\n{");
            assertThat(read(socket)).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void aBodyWithoutEndIsRefusedWhenItPassesTheLimit() {
        byte[] tooMuch = new byte[9 << 20];
        Answer answer = api.send(HttpRequest.newBuilder(api.uri("/v1/sends"))
                .header("Authorization", "Bearer " + tenant.key())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(tooMuch)))
                .build());
        assertProblem(answer, 413, "content-too-large", "");
    }

    @Test
    void headersAndLinesHaveLimits() throws IOException {
        try (Socket socket = open()) {
            write(socket, "GET /v1/sends HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
            assertThat(read(socket)).startsWith("HTTP/1.1 431 ").contains("urn:farebox:problem:headers-too-large");
        }
        try (Socket socket = open()) {
            write(socket, "GET /" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(read(socket)).contains(" 414 ");
        }
        try (Socket socket = open()) {
            write(socket, "\u0001 nonsense\r\n\r\n");
            assertThat(read(socket)).contains(" 400 ");
        }
    }

    private Socket open() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static String read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] bytes = new byte[4096];
        int length = in.read(bytes);
        return length < 0 ? "" : new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
