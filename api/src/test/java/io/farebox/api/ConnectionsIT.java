package io.farebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.farebox.api.RunningApi.Answer;
import io.farebox.api.RunningApi.Tenant;
import io.farebox.local.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a connection's policy, secrets and words do to messages, and what it shows; with a clock of its own. */
class ConnectionsIT {
    private static final SettableClock CLOCK = new SettableClock();

    @TempDir
    static Path directory;

    private static RedisServer redis;
    private static Composition composition;
    private static RunningApi api;
    private static Tenant tenant;

    @BeforeAll
    static void start() {
        redis = RedisServer.start(directory, RedisServer.Fsync.EVERYSEC);
        composition = RunningApi.started(
                Map.of("FAREBOX_REDIS_URI", redis.uri(), "FAREBOX_CASSANDRA_KEYSPACE", "farebox_connections"), CLOCK);
        api = RunningApi.of(composition);
        tenant = api.tenant("10000");
    }

    @AfterAll
    static void stop() {
        composition.stop();
        redis.close();
    }

    @Test
    void aFailureCostsItsFeeAndNothingMore() {
        connection("fee", "farebox", "\"policy\": {\"failureFee\": \"0.25\"}");
        String message = send("fee", "sms", "+4915112345678");
        assertThat(report("fee", message, "failed")).isEqualTo("released");
        assertThat(report("fee", message, "delivered")).isEqualTo("already-released");
        assertThat(report("fee", message, "accepted")).isEqualTo("not-final");

        JsonNode history = history(message, 3);
        assertThat(history.path("status").asText()).isEqualTo("released");
        assertThat(history.path("fee").asText()).isEqualTo("0.25");
        assertThat(history.at("/reports/1/result").asText()).isEqualTo("already-released");
        JsonNode credits =
                tenant.call("GET", "/v1/sends/" + sendOf(message), null).body().path("credits");
        assertThat(credits.path("confirmed").asText()).isEqualTo("0.25");
        assertThat(credits.path("released").asText()).isEqualTo("1.25");
        JsonNode line = line(message, "released");
        assertThat(line.path("credits").asText()).isEqualTo("1.25");
        assertThat(line.path("fee").asText()).isEqualTo("0.25");
        assertThat(line.path("policy").asText())
                .isEqualTo("chargeAt=delivered onDeadline=confirm lateDelivery=charge failureFee=0.25");
    }

    @Test
    void countriesAndChannelsHaveRulesOfTheirOwn() {
        connection("rules", "farebox", """
                "policy": {"deadline": "P3D", "overrides": [
                  {"country": "DE", "deadline": "PT12H", "onDeadline": "release"},
                  {"channel": "mms", "chargeAt": "accepted"},
                  {"country": "FR", "channel": "mms", "chargeAt": "delivered"}]}""");
        String mms = send("rules", "mms", "+14155550100");
        assertThat(report("rules", mms, "accepted")).isEqualTo("confirmed");
        assertThat(report("rules", send("rules", "mms", "+33612345678"), "accepted"))
                .isEqualTo("not-final");

        Answer both = tenant.send(body("rules", "sms", "+4915112345678\", \"+33612345678"));
        CLOCK.pass(Duration.ofHours(13));
        composition.sweepNow();
        assertThat(credits(both.text("/id"))).isEqualTo("1.5 held, 0 charged, 1.5 back");
        CLOCK.pass(Duration.ofDays(3));
        composition.sweepNow();
        assertThat(credits(both.text("/id"))).isEqualTo("0 held, 1.5 charged, 1.5 back");
        JsonNode german = ContractIT.await(
                () -> message(both.text("/id") + "-0"),
                found -> found.path("status").asText().equals("released"));
        assertThat(german.path("reason").asText()).isEqualTo("no report in 12 h");
        JsonNode french = ContractIT.await(
                () -> message(both.text("/id") + "-1"),
                found -> found.path("status").asText().equals("confirmed"));
        assertThat(french.path("reason").asText()).isEqualTo("no report in 72 h");
    }

    @Test
    void twoSecretsAreValidForAWhile() {
        String url = "/v1/connections/" + connection("secrets", "clicksend", "\"secret\": \"first secret\"");
        Answer changed = api.operator("PATCH", url, "{\"secret\": \"second\", \"secretOverlap\": \"PT2H\"}");
        assertThat(changed.text("/previousSecretUntil"))
                .isEqualTo(CLOCK.instant().plus(Duration.ofHours(2)).toString());
        assertThat(changed.body().toString()).doesNotContain("first secret").doesNotContain("second\"");
        String report = "{\"message_id\": \"x\", \"status_code\": \"201\", \"to\": \"+4915112345678\"}";
        assertThat(post("secrets?token=first+secret", report).status()).isEqualTo(200);
        assertThat(post("secrets?token=second", report).status()).isEqualTo(200);
        CLOCK.pass(Duration.ofHours(2));
        assertThat(post("secrets?token=first+secret", report).status()).isEqualTo(401);
        assertThat(post("secrets?token=second", report).status()).isEqualTo(200);

        JsonNode counts = ContractIT.await(
                () -> api.operator("GET", url, null).body(),
                found -> found.at("/reports/refused").asInt() == 1
                        && found.at("/reports/delivered").asInt() == 3);
        assertThat(counts.path("lastReportAt").asText()).startsWith("20");
        JsonNode refused =
                api.operator("GET", url + "/reports?refused=true", null).body();
        assertThat(refused.at("/items/0/refusedWith").asInt()).isEqualTo(401);
        JsonNode taken = api.operator("GET", url + "/reports", null).body();
        assertThat(taken.at("/items/0/reports/0/result").asText()).isEqualTo("unknown-message");
        assertThat(taken.toString() + refused)
                .contains("+49***78")
                .doesNotContain("15112345678")
                .doesNotContain("second")
                .doesNotContain("first+secret");
    }

    @Test
    void theOperatorsOwnWordsAreRead() {
        connection(
                "words",
                "ozeki",
                "\"fields\": {\"status\": \"st\", \"reference\": \"ref\"}, \"statuses\": {\"arrived\": \"delivered\"}");
        String message = send("words", "sms", "+4915112345678");
        Answer taken = api.call(null, "GET", "/v1/dlr/words?ref=" + message + "&st=Arrived", null);
        assertThat(taken.text("/results/0/result")).isEqualTo("confirmed");
        Answer refused = api.operator(
                "POST",
                "/v1/connections",
                "{\"name\": \"mapped\", \"provider\": \"twilio\", \"statuses\": {\"x\": \"delivered\"}}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/faults/0/pointer")).isEqualTo("/statuses");
    }

    private static String connection(String name, String provider, String more) {
        Answer made = api.operator(
                "POST",
                "/v1/connections",
                "{\"name\": \"" + name + "\", \"provider\": \"" + provider + "\", " + more + "}");
        assertThat(made.status()).as("%s", made.body()).isEqualTo(201);
        return made.text("/id");
    }

    private static String body(String connection, String channel, String to) {
        return "{\"text\": \"hello\", \"channel\": \"" + channel + "\", \"connection\": \"" + connection
                + "\", \"to\": [\"" + to + "\"]}";
    }

    private static String send(String connection, String channel, String to) {
        return tenant.send(body(connection, channel, to)).text("/messages/0/id");
    }

    private static String report(String connection, String message, String status) {
        return tenant.call(
                        "POST",
                        "/v1/dlr/" + connection,
                        "{\"reports\": [{\"message\": \"" + message + "\", \"status\": \"" + status + "\"}]}")
                .text("/results/0/result");
    }

    private static Answer post(String connection, String body) {
        return api.call(null, "POST", "/v1/dlr/" + connection, body);
    }

    private static String sendOf(String message) {
        return message.substring(0, message.indexOf('-'));
    }

    private static JsonNode message(String id) {
        return tenant.call("GET", "/v1/messages/" + id, null).body();
    }

    private static JsonNode history(String message, int reports) {
        return ContractIT.await(
                () -> message(message), found -> found.path("reports").size() == reports);
    }

    private static JsonNode line(String message, String kind) {
        JsonNode ledger = tenant.call(
                        "GET",
                        "/v1/accounts/" + tenant.account() + "/ledger?limit=1000&from="
                                + CLOCK.instant().minus(Duration.ofDays(20)) + "&to="
                                + CLOCK.instant().plusSeconds(1),
                        null)
                .body();
        for (JsonNode line : ledger.path("items")) {
            if (line.path("send").asText().equals(sendOf(message))
                    && line.path("kind").asText().equals(kind)) {
                return line;
            }
        }
        throw new AssertionError("no line " + kind + " in " + ledger);
    }

    private static String credits(String send) {
        JsonNode credits = tenant.call("GET", "/v1/sends/" + send, null).body().path("credits");
        return credits.path("reserved").asText() + " held, "
                + credits.path("confirmed").asText() + " charged, "
                + credits.path("released").asText() + " back";
    }
}
