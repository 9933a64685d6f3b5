package io.farebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.farebox.api.RunningApi.Answer;
import io.farebox.api.RunningApi.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Walks through the contract as its users do. */
class ContractIT {
    private final RunningApi api = RunningApi.shared();

    static <T> T await(Supplier<T> what, Predicate<T> until) {
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        T last = what.get();
        while (!until.test(last)) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("it never came: " + last);
            }
            Thread.onSpinWait();
            last = what.get();
        }
        return last;
    }

    private void report(String message, String status) {
        Answer taken = api.operator(
                "POST",
                "/v1/dlr/own",
                "{\"reports\": [{\"message\": \"" + message + "\", \"status\": \"" + status + "\"}]}");
        assertThat(taken.status()).isEqualTo(200);
    }

    @Test
    void lifeOfASend() {
        api.operator("POST", "/v1/connections", "{\"name\": \"own\", \"provider\": \"farebox\"}");
        Tenant tenant = api.tenant("100");
        List<String> to = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            to.add("\"+6421" + (1000000 + i) + "\"");
        }
        Answer sent = tenant.send("{\"text\": \"Kia ora\", \"to\": " + to + ", \"label\": \"hello\"}");
        assertThat(sent.status()).isEqualTo(201);
        assertThat(sent.text("/credits/reserved")).isEqualTo("30");
        assertThat(sent.text("/balance/available")).isEqualTo("70");
        assertThat(sent.body().path("messages")).hasSize(20);
        String id = sent.text("/id");
        for (int i = 0; i < 12; i++) {
            report(id + "-" + i, "delivered");
            report(id + "-" + i, "delivered");
        }
        for (int i = 12; i < 17; i++) {
            report(id + "-" + i, "failed");
        }
        JsonNode balance = tenant.balance();
        assertThat(balance.path("available").asText()).isEqualTo("77.5");
        assertThat(balance.path("reserved").asText()).isEqualTo("4.5");
        assertThat(balance.path("confirmed").asText()).isEqualTo("18");
        Answer state = tenant.call("GET", "/v1/sends/" + id, null);
        assertThat(state.text("/credits/confirmed")).isEqualTo("18");
        assertThat(state.text("/credits/released")).isEqualTo("7.5");

        String reports = "/v1/accounts/" + tenant.account();
        JsonNode ledger = await(
                () -> tenant.call("GET", reports + "/ledger", null).body().path("items"), items -> items.size() >= 19);
        assertThat(ledger).hasSize(19);
        JsonNode messages = await(
                () -> tenant.call("GET", "/v1/sends/" + id + "/messages", null)
                        .body()
                        .path("items"),
                items -> items.size() == 20);
        assertThat(messages.get(0).path("to").asText()).isEqualTo("+64211000000");
        JsonNode usage = await(
                () -> tenant.call("GET", reports + "/usage", null).body().path("items"), items -> !items.isEmpty());
        assertThat(usage.toString()).contains("\"label\":\"hello\"");
        Answer csv = tenant.call("GET", reports + "/messages?format=csv", null);
        assertThat(new String(csv.response().body(), java.nio.charset.StandardCharsets.UTF_8).lines())
                .hasSize(21);
        Answer xlsx = tenant.call("GET", reports + "/ledger?format=xlsx", null);
        assertThat(xlsx.response().body()).startsWith('P', 'K');
    }

    @Test
    void kannelReportsByGet() {
        api.operator(
                "POST", "/v1/connections", "{\"name\": \"bearerbox\", \"provider\": \"kannel\", \"secret\": \"s3\"}");
        Tenant tenant = api.tenant("10");
        String message = tenant.send("{\"text\": \"x\", \"to\": [\"+64211234567\"], \"connection\": \"bearerbox\"}")
                .text("/messages/0/id");
        String path = "/v1/dlr/bearerbox?m=" + message;
        assertThat(api.call(null, "GET", path + "&type=1", null).status()).isEqualTo(401);
        assertThat(api.call(null, "GET", path + "&type=8&token=s3", null).text("/results/0/result"))
                .isEqualTo("not-final");
        assertThat(api.call(null, "GET", path + "&type=1&token=s3", null).text("/results/0/result"))
                .isEqualTo("confirmed");
        assertThat(api.call(null, "POST", path + "&type=2&token=s3", null).status())
                .isEqualTo(202);
        assertThat(tenant.balance().path("confirmed").asText()).isEqualTo("1.5");
    }

    @Test
    void refusesWhatCannotBePaid() {
        Tenant tenant = api.tenant("2");
        String two = "{\"text\": \"x\", \"to\": [\"+64211234567\", \"+64211234568\"]";
        Answer refused = tenant.send(two + "}");
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.text("/type")).isEqualTo("urn:farebox:problem:insufficient-credits");
        assertThat(refused.text("/required")).isEqualTo("3");
        assertThat(refused.text("/available")).isEqualTo("2");
        assertThat(refused.text("/node")).isEqualTo(tenant.account());
        Answer dry = tenant.call("POST", "/v1/sends?dryRun=true", two + ", \"partial\": true}");
        assertThat(dry.text("/status")).isEqualTo("dry-run");
        Answer partial = tenant.send(two + ", \"partial\": true}");
        assertThat(partial.status()).isEqualTo(201);
        assertThat(partial.text("/refused/0/reason")).isEqualTo("insufficient-credits");
        assertThat(partial.text("/refused/0/index")).isEqualTo("1");
        assertThat(tenant.send(two + ", \"partial\": true}").status()).isEqualTo(402);
    }

    @Test
    void listsTreeAndLimits() {
        Tenant tenant = api.tenant("100");
        String lists = "/v1/accounts/" + tenant.account() + "/lists/";
        assertThat(tenant.call(
                                "PUT",
                                lists + "spring",
                                "{\"funding\": \"capped\", \"credits\": 3, \"window\": \"day\"}")
                        .status())
                .isEqualTo(200);
        assertThat(tenant.call("PUT", lists + "vip", "{\"funding\": \"assigned\", \"credits\": \"40.25\"}")
                        .text("/available"))
                .isEqualTo("40.25");
        String one = "{\"text\": \"x\", \"to\": [\"+64211234567\"], \"list\": \"spring\"}";
        assertThat(tenant.send(one).status()).isEqualTo(201);
        assertThat(tenant.send(one).status()).isEqualTo(201);
        Answer capped = tenant.send(one);
        assertThat(capped.text("/type")).isEqualTo("urn:farebox:problem:cap-exceeded");
        assertThat(capped.text("/node")).isEqualTo(tenant.account() + "/spring");
        JsonNode balance = tenant.balance();
        assertThat(balance.path("assigned").asText()).isEqualTo("40.25");
        assertThat(balance.path("unassigned").asText()).isEqualTo("56.75");
        assertThat(balance.path("available").asText()).isEqualTo("97");
        Answer sub = tenant.call(
                "POST",
                "/v1/accounts",
                "{\"name\": \"Sub\", \"parent\": \"" + tenant.account()
                        + "\", \"quota\": {\"credits\": \"1.5\", \"window\": \"month\"}}");
        assertThat(sub.status()).isEqualTo(201);
        String fromSub = "{\"text\": \"x\", \"to\": [\"+64211234567\"], \"account\": \"" + sub.text("/id") + "\"}";
        assertThat(tenant.send(fromSub).status()).isEqualTo(201);
        assertThat(tenant.send(fromSub).text("/type")).isEqualTo("urn:farebox:problem:quota-exceeded");
        Answer tree = tenant.call("GET", "/v1/accounts/" + tenant.account() + "/tree", null);
        assertThat(tree.body().path("lists")).hasSize(2);
        assertThat(tree.text("/children/0/quota/spent")).isEqualTo("1.5");
        assertThat(tenant.call("POST", "/v1/accounts/" + sub.text("/id") + "/suspend", null)
                        .text("/status"))
                .isEqualTo("suspended");
        assertThat(tenant.send(fromSub).text("/type")).isEqualTo("urn:farebox:problem:account-suspended");
        assertThat(tenant.call("DELETE", lists + "vip", null).status()).isEqualTo(204);
        assertThat(tenant.call("GET", lists + "vip", null).status()).isEqualTo(404);
        assertThat(tenant.balance().path("assigned").asText()).isEqualTo("0");
    }

    @Test
    void repeatsAnAnswer() {
        Tenant tenant = api.tenant("10");
        String body = "{\"text\": \"x\", \"to\": [\"+64211234567\", \"nobody\", \"+64211234568\"]}";
        Answer first = tenant.send(body, "Idempotency-Key", "k1");
        Answer again = tenant.send(body, "Idempotency-Key", "k1");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.response().headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(first.text("/messages/1/id")).endsWith("-2");
        assertThat(first.text("/refused/0/reason")).isEqualTo("invalid-number");
        Answer other = tenant.send(body.replace("8\"", "9\""), "Idempotency-Key", "k1");
        assertThat(other.text("/type")).isEqualTo("urn:farebox:problem:idempotency-key-reused");
        assertThat(tenant.balance().path("reserved").asText()).isEqualTo("3");
        String grants = "/v1/accounts/" + tenant.account() + "/grants";
        Answer grant = api.operator("POST", grants, "{\"credits\": 5}", "Idempotency-Key", "g1");
        Answer grantAgain = api.operator("POST", grants, "{\"credits\": 5}", "Idempotency-Key", "g1");
        assertThat(grantAgain.body()).isEqualTo(grant.body());
        Answer single = tenant.send(
                "{\"text\": \"x\", \"to\": [\"+64211234567\"]}", "Idempotency-Key", "k2", "Prefer", "return=minimal");
        assertThat(single.body().has("messages")).isFalse();
        assertThat(tenant.send(
                                "{\"text\": \"x\", \"to\": [\"+64211234567\"]}",
                                "Idempotency-Key",
                                "k2",
                                "Prefer",
                                "return=minimal")
                        .body())
                .isEqualTo(single.body());
        Answer opened =
                api.operator("POST", "/v1/accounts", "{\"name\": \"Once\"}", "Idempotency-Key", tenant.account());
        assertThat(api.operator("POST", "/v1/accounts", "{\"name\": \"Once\"}", "Idempotency-Key", tenant.account())
                        .text("/id"))
                .isEqualTo(opened.text("/id"));
    }

    @Test
    void aDeletedKeyIsDeadAtOnce() {
        Tenant tenant = api.tenant("10");
        Answer made = tenant.call(
                "POST", "/v1/accounts/" + tenant.account() + "/keys", "{\"role\": \"basic\", \"name\": \"b\"}");
        String key = made.text("/key");
        String send = "{\"text\": \"x\", \"to\": [\"+64211234567\"]}";
        assertThat(api.call(key, "POST", "/v1/sends", send).status()).isEqualTo(201);
        assertThat(tenant.call("DELETE", "/v1/accounts/" + tenant.account() + "/keys/" + made.text("/id"), null)
                        .status())
                .isEqualTo(204);
        assertThat(api.call(key, "POST", "/v1/sends", send).status()).isEqualTo(401);
    }
}
