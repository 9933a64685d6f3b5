package io.farebox.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.farebox.api.Fate.Charge;
import io.farebox.api.RunningApi.Answer;
import io.farebox.api.RunningApi.Tenant;
import java.math.BigDecimal;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A customer with messages held, and the carriers that report them: what the tests of providers are played on. */
final class ReportingStage {
    private static final String PUBLIC_URL = "https://farebox.example.com";

    final RunningApi api = RunningApi.shared();
    final Tenant tenant = api.tenant("1000000");
    private final String name;

    /** @param name what the connections' names start with */
    ReportingStage(String name) {
        this.name = name;
    }

    /** Makes a connection, whose late deliveries are charged, as they are where nothing else is said. */
    String connect(String suffix, String provider, String secret, Charge charge) {
        String connection = name + "-" + suffix;
        Answer made = api.operator(
                "POST",
                "/v1/connections",
                "{\"name\":\"" + connection + "\",\"provider\":\"" + provider + "\",\"secret\":\"" + secret
                        + "\",\"publicUrl\":\"" + PUBLIC_URL + "\",\"policy\":{\"chargeAt\":\"" + charge.text()
                        + "\"}}");
        assertThat(made.status()).as("%s", made.body()).isEqualTo(201);
        return connection;
    }

    void connect(Carrier carrier, Charge charge) {
        connect(carrier.name() + "-" + charge.text(), carrier.name(), carrier.secret(), charge);
    }

    String connectionOf(Carrier carrier, Charge charge) {
        return name + "-" + carrier.name() + "-" + charge.text();
    }

    static String callbackUrl(String connection) {
        return PUBLIC_URL + "/v1/dlr/" + connection;
    }

    /** The messages of one send. */
    List<String> messages(String connection, int count) {
        String to = String.join(
                ",",
                IntStream.range(0, count)
                        .mapToObj(i -> "\"+6421" + (1_000_000 + i) + "\"")
                        .toList());
        Answer sent = tenant.send("{\"text\":\"x\",\"connection\":\"" + connection + "\",\"to\":[" + to + "]}");
        assertThat(sent.status()).as("%s", sent.body()).isEqualTo(201);
        List<String> messages = new ArrayList<>();
        sent.body()
                .path("messages")
                .forEach(message -> messages.add(message.path("id").asText()));
        return messages;
    }

    void link(String message, String connection, String carrierId) {
        Answer linked = tenant.call(
                "POST",
                "/v1/messages/links",
                "{\"links\":[{\"message\":\"" + message + "\",\"connection\":\"" + connection + "\",\"carrierId\":\""
                        + carrierId + "\"}]}");
        assertThat(linked.status()).as("%s", linked.body()).isEqualTo(200);
    }

    Posted signed(Carrier carrier, Charge charge, Posted report, String secret, long seconds) {
        try {
            return carrier.signer().sign(report, callbackUrl(connectionOf(carrier, charge)), secret, seconds);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    Posted signed(Carrier carrier, Charge charge, Posted report) {
        return signed(carrier, charge, report, carrier.secret(), Instant.now().getEpochSecond());
    }

    Answer post(String connection, Posted report) {
        return api.send(report.request(api.uri("/v1/dlr/" + connection)));
    }

    Answer post(Carrier carrier, Charge charge, Posted report) {
        return post(connectionOf(carrier, charge), report);
    }

    /** Posts a report with its signature: it is taken, and comes to the result. */
    void assertTaken(Carrier carrier, Charge charge, Posted report, String result) {
        Answer answer = post(carrier, charge, signed(carrier, charge, report));
        assertThat(answer.status())
                .as("%s %s %s", carrier, report, answer.body())
                .isEqualTo(carrier.takenStatus());
        if (carrier.takenText().isEmpty()) {
            assertThat(answer.text("/taken")).as("%s %s", carrier, report).isEqualTo("1");
            assertThat(answer.text("/results/0/result"))
                    .as("%s %s", carrier, report)
                    .isEqualTo(result);
        } else {
            assertThat(new String(answer.response().body(), UTF_8)).isEqualTo(carrier.takenText());
        }
    }

    void assertRefused(Carrier carrier, Charge charge, Posted report) {
        assertThat(post(carrier, charge, report).status())
                .as("%s %s", carrier, report)
                .isEqualTo(401);
    }

    /** All credits of a send are where the fates of its messages have them. */
    void assertCredits(String message, List<Fate> fates, Object of) {
        JsonNode credits = creditsOf(message);
        for (String state : List.of("reserved", "confirmed", "released")) {
            long count = fates.stream().filter(fate -> fate.is(state)).count();
            assertThat(new BigDecimal(credits.path(state).asText()))
                    .as("%s %s of %s", of, state, credits)
                    .isEqualByComparingTo(Fate.PRICE.multiply(BigDecimal.valueOf(count)));
        }
    }

    /** Where the credits of a send of one message are. */
    String stateOf(String message) {
        JsonNode credits = creditsOf(message);
        return Stream.of("reserved", "confirmed", "released")
                .filter(state -> !credits.path(state).asText().equals("0"))
                .findFirst()
                .orElse("nowhere");
    }

    private JsonNode creditsOf(String message) {
        return tenant.call("GET", "/v1/sends/" + message.substring(0, message.indexOf('-')), null)
                .body()
                .path("credits");
    }
}
