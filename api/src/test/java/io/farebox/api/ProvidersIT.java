package io.farebox.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.farebox.api.RunningApi.Answer;
import io.farebox.api.RunningApi.Tenant;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The reports of every provider as their documentation shows them, over HTTP: what they do to a held message, repeated, in
 * the wrong order, and as junk.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProvidersIT {
    private static final List<String> ALL = List.of(
            "twilio",
            "vonage",
            "infobip",
            "sinch",
            "messagebird",
            "telnyx",
            "plivo",
            "messente",
            "seven",
            "messagemedia",
            "clicksend",
            "ozeki",
            "kannel",
            "jasmin",
            "smpp");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final RunningApi api = RunningApi.shared();
    private Tenant tenant = new Tenant(api, "", "");

    @BeforeAll
    void open() {
        tenant = api.tenant("10000");
        for (String provider : ALL) {
            api.operator(
                    "POST",
                    "/v1/connections",
                    "{\"name\": \"of-" + provider + "\", \"provider\": \"" + provider
                            + "\", \"policy\": {\"chargeAt\": \"accepted\", \"lateDelivery\": \"ignore\"}}");
        }
    }

    private String send(String provider) {
        return tenant.send("{\"text\": \"x\", \"to\": [\"+64211234567\"], \"connection\": \"of-" + provider + "\"}")
                .text("/messages/0/id");
    }

    private String status(String message) {
        JsonNode credits = tenant.call("GET", "/v1/sends/" + message.replace("-0", ""), null)
                .body()
                .path("credits");
        for (String status : List.of("reserved", "confirmed", "released")) {
            if (!credits.path(status).asText().equals("0")) {
                return status;
            }
        }
        return "none";
    }

    /** A body that starts with a brace is JSON, one with a question mark a query, another a form. */
    private HttpResponse<String> report(String provider, String query, String body, String... headers) {
        String path = "/v1/dlr/of-" + provider + query;
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(api.uri("").toString() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (body.isEmpty()) {
            request.GET();
        } else {
            String type = body.startsWith("{") || body.startsWith("[")
                    ? "application/json"
                    : body.contains("stat:") ? "text/plain" : "application/x-www-form-urlencoded";
            request.setHeader("Content-Type", type).POST(BodyPublishers.ofString(body));
        }
        try {
            return api.client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The charge point is "accepted": what failed after the hand-over is charged, what never left is given back. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "twilio | m | MessageSid=SM42&MessageStatus=delivered&To=%2B15550100&AccountSid=AC0&ApiVersion=2010-04-01 | confirmed",
                "twilio | m | MessageSid=SM42&MessageStatus=undelivered&ErrorCode=30003 | confirmed",
                "twilio | m | MessageSid=SM42&MessageStatus=failed | released",
                "twilio | m | MessageSid=SM42&MessageStatus=canceled | released",
                "twilio | m | MessageSid=SM42&MessageStatus=sent&Surprise=1 | reserved",
                "vonage | | {\"err-code\":\"0\",\"messageId\":\"0B00\",\"status\":\"delivered\",\"client-ref\":\"MESSAGE\"} | confirmed",
                "vonage | m | {\"status\":\"buffered\",\"scts\":\"1810251310\"} | reserved",
                "vonage | m&status=expired&err-code=1 | | confirmed",
                "vonage | m | status=unknown | reserved",
                "infobip | | {\"results\":[{\"bulkId\":\"b\",\"price\":{\"pricePerMessage\":0.01},\"status\":{\"groupId\":3,\"groupName\":\"DELIVERED\",\"id\":5,\"name\":\"DELIVERED_TO_HANDSET\"},\"error\":{\"groupId\":0,\"name\":\"NO_ERROR\",\"permanent\":false},\"messageCount\":1,\"callbackData\":\"MESSAGE\"}]} | confirmed",
                "infobip | | {\"results\":[{\"status\":{\"groupName\":\"DELIVERED\",\"id\":2,\"name\":\"DELIVERED_TO_OPERATOR\"},\"callbackData\":\"MESSAGE\"}]} | reserved",
                "infobip | | {\"results\":[{\"status\":{\"groupName\":\"UNDELIVERABLE\",\"id\":31,\"name\":\"UNDELIVERABLE_NOT_SENT\"},\"callbackData\":\"MESSAGE\"}]} | released",
                "infobip | | {\"results\":[{\"status\":{\"groupName\":\"EXPIRED\",\"id\":29,\"name\":\"EXPIRED_DLR_UNKNOWN\"},\"callbackData\":\"MESSAGE\"}]} | reserved",
                "infobip | | {\"results\":[{\"status\":{\"groupName\":\"UNDELIVERABLE\",\"id\":9},\"callbackData\":\"MESSAGE\"}]} | confirmed",
                "infobip | | {\"results\":[{\"status\":{\"groupName\":\"REJECTED\",\"id\":6},\"callbackData\":\"MESSAGE\"}]} | released",
                "sinch | | {\"type\":\"delivery_report_sms\",\"batch_id\":\"01FC\",\"statuses\":[{\"code\":0,\"count\":1,\"recipients\":[\"44231235674\"],\"status\":\"Delivered\"}],\"client_reference\":\"MESSAGE\"} | confirmed",
                "sinch | m | {\"type\":\"recipient_delivery_report_sms\",\"recipient\":\"15550100\",\"code\":402,\"status\":\"Rejected\"} | released",
                "sinch | m | {\"status\":\"Dispatched\",\"code\":400} | reserved",
                "messagebird | m&id=57db&recipient=31667788880&reference=curl&status=delivered | | confirmed",
                "messagebird | m&status=delivery_failed&statusErrorCode=104 | | confirmed",
                "telnyx | m | {\"data\":{\"event_type\":\"message.finalized\",\"payload\":{\"id\":\"4031\",\"parts\":1,\"errors\":[],\"to\":[{\"phone_number\":\"+18005550101\",\"status\":\"delivered\"}]}}} | confirmed",
                "telnyx | m | {\"data\":{\"payload\":{\"to\":[{\"status\":\"delivery_unconfirmed\"}]}}} | reserved",
                "telnyx | m | {\"data\":{\"payload\":{\"to\":[{\"status\":\"sending_failed\"}],\"errors\":[{\"code\":\"40008\"}]}}} | released",
                "plivo | m | MessageUUID=u&Status=Delivered&Units=1&ErrorCode=000 | confirmed",
                "plivo | m&MessageUUID=u&Status=failed | | released",
                "messente | m | {\"status\":\"DELIVRD\",\"sender\":\"MySender\",\"err\":0,\"message_id\":\"fr59\",\"to\":\"+3725555555\",\"error\":null} | confirmed",
                "messente | m | {\"status\":\"NACK\",\"err\":2} | released",
                "seven | m | {\"webhook_event\":\"dlr\",\"data\":{\"msg_id\":\"77149\",\"status\":\"DELIVERED\",\"timestamp\":\"2026-01-01 10:00:00\"}} | confirmed",
                "seven | m&status=NOTDELIVERED | | confirmed",
                "seven | m | {\"data\":{\"status\":\"TRANSMITTED\"}} | reserved",
                "messagemedia | m | {\"delivery_report_id\":\"693e\",\"status\":\"delivered\",\"error_code\":\"220\",\"metadata\":{\"key\":\"value\"}} | confirmed",
                "messagemedia | | {\"status\":\"rejected\",\"error_code\":\"330\",\"metadata\":{\"message\":\"MESSAGE\"}} | released",
                "messagemedia | m | {\"status\":\"failed\",\"error_code\":\"210\"} | confirmed",
                "clicksend | m | {\"timestamp\":1722565661,\"message_id\":\"D6D1\",\"status_code\":\"201\",\"status_text\":\"Success\",\"custom_string\":null} | confirmed",
                "clicksend | m | status_code=301&status_text=Cancelled | released",
                "clicksend | m | {\"status_code\":301,\"error_code\":20} | reserved",
                "ozeki | m&status=DELIVRD | | confirmed",
                "ozeki | m&state=skipped | | released",
                "kannel | m&type=8 | | reserved",
                "kannel | m&type=1 | | confirmed",
                "kannel | m&type=16 | | released",
                "jasmin | m | id=external1&dlvrd=001&message_status=DELIVRD&level=3 | confirmed",
                "jasmin | m&message_status=ESME_ROK | | reserved",
                "jasmin | m&message_status=ESME_RINVDSTADR | | released",
                "smpp | m | id:1891273321 sub:001 dlvrd:001 submit date:1305050826 done date:1305050826 stat:DELIVRD err:000 text:DLVRD TO MOBILE | confirmed",
                "smpp | m | err:012 stat:EXPIRED id:1 text:stat:DELIVRD | confirmed",
                "smpp | m&message_state=9 | | released",
                "smpp | m | id:1 stat:NEVERHEARD | reserved"
            })
    void asDocumented(String provider, String query, String body, String expected) {
        String message = send(provider);
        String at = query == null ? "" : "?" + query.replaceFirst("^m", "m=" + message);
        String text = body == null ? "" : body.replace("MESSAGE", message);
        HttpResponse<String> taken = report(provider, at, text);
        assertThat(taken.statusCode()).as(taken.body()).isBetween(200, 202);
        assertThat(status(message)).isEqualTo(expected);
        // Carriers repeat themselves.
        assertThat(report(provider, at, text).statusCode()).isEqualTo(taken.statusCode());
        assertThat(status(message)).isEqualTo(expected);
    }

    /** Ids come back in another case, with other zeros, and from SMPP in another base. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "twilio | SM4262411b90e5464b98a4f66a49c57aNUMBER | MessageSid=SM4262411b90e5464b98a4f66a49c57aNUMBER&MessageStatus=delivered",
                "plivo | ABC-NUMBER | MessageUUID=abc-NUMBER&Status=delivered",
                "smpp | 70BDNUMBER | id:1891NUMBERHEX stat:DELIVRD",
                "clicksend | D6D1-NUMBER | {\"status_code\":\"201\",\"message_id\":\"D6D1-NUMBER\",\"custom_string\":null}",
                "telnyx | 40318f29-NUMBER | {\"data\":{\"payload\":{\"id\":\"40318f29-NUMBER\",\"to\":[{\"status\":\"delivered\"}]}}}",
                "messagebird | 57db-NUMBER | status=delivered&reference=curl&id=57db-NUMBER",
                "sinch | 01FC-NUMBER | {\"batch_id\":\"01FC-NUMBER\",\"statuses\":[{\"status\":\"Delivered\"}]}"
            })
    void findsAMessageByItsLink(String provider, String carrierId, String body) {
        String message = send(provider);
        int number = 100 + NUMBER.incrementAndGet();
        String id = carrierId.replace("NUMBER", Integer.toString(number));
        String text = body.replace("id:1891NUMBERHEX", "id:00" + Long.parseLong("70bd" + number, 16))
                .replace("NUMBER", Integer.toString(number));
        assertThat(report(provider, "", text).statusCode()).isEqualTo(200);
        assertThat(status(message)).isEqualTo("reserved");
        Answer linked = tenant.call(
                "POST",
                "/v1/messages/links",
                "{\"links\":[{\"message\":\"" + message + "\",\"connection\":\"of-" + provider + "\",\"carrierId\":\""
                        + id + "\"}]}");
        assertThat(linked.status()).as("%s", linked.body()).isEqualTo(200);
        assertThat(report(provider, "", text).statusCode()).isEqualTo(200);
        assertThat(status(message)).isEqualTo("confirmed");
    }

    @Test
    void nobodyLinksAnothersMessages() {
        String message = send("twilio");
        Tenant other = api.tenant("1");
        String link =
                "{\"links\":[{\"message\":\"" + message + "\",\"connection\":\"of-twilio\",\"carrierId\":\"stolen\"}]}";
        assertThat(other.call("POST", "/v1/messages/links", link).status()).isEqualTo(404);
        assertThat(api.operator("POST", "/v1/messages/links", link.replace("of-twilio", "none"))
                        .status())
                .isEqualTo(404);
        assertThat(api.operator("POST", "/v1/messages/links", link.replace(message, "x"))
                        .text("/faults/0/pointer"))
                .isEqualTo("/links/0/message");
    }

    @Test
    void jasminIsAnsweredWithItsOwnName() {
        HttpResponse<String> answer = report("jasmin", "?m=" + send("jasmin") + "&message_status=DELIVRD", "");
        assertThat(answer.body()).isEqualTo("ACK/Jasmin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"results\":5,\"statuses\":{},\"data\":[],\"payload\":null}",
                "a=%",
                "%%%",
                "stat:",
                "id:stat:err:",
                "\u0000\u0001\uffff"
            })
    void junkIsNeverAFailureOfOurs(String body) {
        for (String provider : ALL) {
            for (String query : List.of("", "?m=nonsense", "?m=" + "x".repeat(3000), "?m=%00")) {
                assertThat(report(provider, query, body).statusCode())
                        .as("%s %s", provider, query)
                        .isIn(200, 202, 400, 401, 414, 415);
            }
        }
    }

    /** Documented examples with characters changed, doubled, taken out, and cut off: a seed that fails can be run again. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void alteredExamplesAreNeverAFailureOfOurs(long seed) {
        Random random = new Random(seed);
        List<String> examples = List.of(
                "MessageSid=SM42&MessageStatus=delivered&To=%2B15550100&ErrorCode=30003",
                "{\"err-code\":\"0\",\"messageId\":\"0B00\",\"status\":\"delivered\",\"client-ref\":\"x\"}",
                "{\"results\":[{\"status\":{\"groupName\":\"DELIVERED\",\"id\":5},\"error\":{\"permanent\":false}}]}",
                "{\"statuses\":[{\"code\":0,\"count\":1,\"recipients\":[\"44\"],\"status\":\"Delivered\"}]}",
                "{\"data\":{\"payload\":{\"errors\":[],\"to\":[{\"status\":\"delivered\"}]}}}",
                "id:1 sub:001 dlvrd:001 submit date:1305050826 stat:DELIVRD err:000 text:x");
        for (int i = 0; i < 150; i++) {
            StringBuilder body = new StringBuilder(examples.get(random.nextInt(examples.size())));
            for (int change = random.nextInt(6); change >= 0 && body.length() > 1; change--) {
                int at = random.nextInt(body.length());
                switch (random.nextInt(4)) {
                    case 0 -> body.setCharAt(at, (char) random.nextInt(256));
                    case 1 -> body.insert(at, body.substring(at));
                    case 2 -> body.deleteCharAt(at);
                    default -> body.setLength(at + 1);
                }
            }
            String provider = ALL.get(random.nextInt(ALL.size()));
            assertThat(report(provider, "?m=x", body.toString()).statusCode())
                    .as("%s: %s", provider, body)
                    .isIn(200, 202, 400, 401, 413, 415);
        }
    }

    @Test
    void deepAndLargeJunk() {
        String deep = "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000);
        String large = "{\"results\":[" + "{\"x\":[1,2,3]},".repeat(70_000) + "{}]}";
        for (String provider : ALL) {
            assertThat(report(provider, "", deep).statusCode()).as(provider).isBetween(200, 415);
            assertThat(report(provider, "", large).statusCode()).as(provider).isBetween(200, 415);
        }
    }

    @Test
    void theFirstFinalStateWins() {
        String message = send("twilio");
        report("twilio", "?m=" + message, "MessageStatus=failed");
        report("twilio", "?m=" + message, "MessageStatus=delivered");
        report("twilio", "?m=" + message, "MessageStatus=sent");
        assertThat(status(message)).isEqualTo("released");
    }

    @Test
    void aWrongTokenIsRefused() {
        String name = "of-tokens-" + NUMBER.incrementAndGet();
        for (String provider : List.of("kannel", "jasmin", "smpp", "ozeki", "clicksend", "messagemedia", "infobip")) {
            Answer made = api.operator(
                    "POST",
                    "/v1/connections",
                    "{\"name\":\"" + name + provider + "\",\"provider\":\"" + provider + "\",\"secret\":\"sesame\"}");
            assertThat(made.status()).isEqualTo(201);
            String path = "/v1/dlr/" + name + provider;
            assertThat(statusOf(path)).isEqualTo(401);
            assertThat(statusOf(path + "?token=" + URLEncoder.encode("wrong", UTF_8)))
                    .isEqualTo(401);
        }
    }

    private int statusOf(String path) {
        HttpRequest request = HttpRequest.newBuilder(api.uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        try {
            return api.client.send(request, BodyHandlers.ofString()).statusCode();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
