package io.farebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.farebox.api.RunningApi.Answer;
import io.farebox.api.RunningApi.Tenant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What another tenant owns is not there, on every route; what a role may not do is forbidden. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenancyIT {
    private static final String SEND = "{\"text\":\"x\",\"to\":[\"+64211234567\"]}";
    private static final Map<String, String> BODIES = Map.of(
            "PATCH /v1/accounts/{account}", "{\"name\":\"taken over\"}",
            "POST /v1/accounts/{account}/keys", "{\"role\":\"administrator\"}",
            "POST /v1/accounts/{account}/grants", "{\"credits\":1}",
            "PUT /v1/accounts/{account}/lists/{list}", "{\"funding\":\"free\"}",
            "PUT /v1/accounts/{account}/price-book", "{\"prices\":[]}",
            "PATCH /v1/connections/{connection}", "{\"secret\":\"x\"}");

    private final RunningApi api = RunningApi.shared();
    private Tenant one = new Tenant(api, "", "");
    private Tenant other = new Tenant(api, "", "");
    private String connection = "";
    private String send = "";
    private String reservation = "";

    @BeforeAll
    void twoCustomers() {
        one = api.tenant("100");
        other = api.tenant("100");
        one.call("PUT", "/v1/accounts/" + one.account() + "/lists/mine", "{\"funding\":\"free\"}");
        String name = "of-" + one.account();
        Answer made = one.call("POST", "/v1/connections", "{\"name\":\"" + name + "\",\"provider\":\"farebox\"}");
        assertThat(made.status()).isEqualTo(201);
        connection = name;
        send = one.send(SEND).text("/id");
        reservation =
                one.call("POST", "/v1/reservations", "{\"credits\":\"1\"}").text("/id");
    }

    private String path(String template) {
        return template.replace("{account}", one.account())
                .replace("{list}", "mine")
                .replace("{key}", one.key().split("_", -1)[1])
                .replace("{connection}", connection)
                .replace("{send}", send)
                .replace("{message}", send + "-0")
                .replace("{plan}", "p0")
                .replace("{reservation}", reservation)
                .replace("{file}", "none");
    }

    @Test
    void everyRouteHidesWhatAnotherTenantOwns() {
        int tried = 0;
        for (String call : OpenApi.calls()) {
            String[] parts = call.split(" ", 2);
            if (!parts[1].contains("{") || parts[1].startsWith("/docs")) {
                continue;
            }
            String body = BODIES.getOrDefault(call, parts[0].equals("POST") ? "{\"reports\":[]}" : null);
            Answer answer = other.call(parts[0], path(parts[1]), body);
            assertThat(answer.status()).as("%s", call).isEqualTo(404);
            tried++;
        }
        assertThat(tried).isGreaterThan(20);
        assertThat(other.send(SEND.replace("}", ",\"account\":\"" + one.account() + "\"}"))
                        .status())
                .isEqualTo(404);
        assertThat(other.send(SEND.replace("}", ",\"connection\":\"" + connection + "\"}"))
                        .status())
                .isEqualTo(404);
        String sub = "{\"name\":\"x\",\"parent\":\"" + one.account() + "\"}";
        assertThat(other.call("POST", "/v1/accounts", sub).status()).isEqualTo(404);
    }

    @Test
    void anAdministratorDoesNotDoWhatTheOperatorDoes() {
        String account = "/v1/accounts/" + one.account();
        assertThat(one.call("POST", account + "/grants", "{\"credits\":1}").status())
                .isEqualTo(403);
        assertThat(one.call("PUT", account + "/price-book", "{\"prices\":[]}").status())
                .isEqualTo(403);
        assertThat(one.call("POST", account + "/suspend", null).status()).isEqualTo(403);
        assertThat(one.call("POST", account + "/resume", null).status()).isEqualTo(403);
        assertThat(one.call("POST", "/v1/accounts", "{\"name\":\"x\"}").status())
                .isEqualTo(403);
        assertThat(one.call("GET", "/v1/price-book", null).status()).isEqualTo(403);
        assertThat(one.call("PUT", "/v1/price-book", "{\"prices\":[]}").status())
                .isEqualTo(403);
        assertThat(one.call("POST", account + "/adjustments", "{\"credits\":-1,\"note\":\"x\"}")
                        .status())
                .isEqualTo(403);
        assertThat(one.call("DELETE", account, null).status()).isEqualTo(403);
        for (String change : List.of(
                "{\"funding\":\"own\"}", "{\"creditLimit\":5}", "{\"autoTopUp\":{\"below\":1,\"credits\":1}}")) {
            assertThat(one.call("PATCH", account, change).status()).as(change).isEqualTo(403);
        }
        String postpaid = "{\"name\":\"x\",\"funding\":\"own\",\"creditLimit\":5,\"parent\":\"" + one.account() + "\"}";
        assertThat(one.call("POST", "/v1/accounts", postpaid).status()).isEqualTo(403);
    }

    @Test
    void rolesOfAnAccount() {
        String account = "/v1/accounts/" + one.account();
        String advanced = api.key(one.account(), "advanced");
        String basic = api.key(one.account(), "basic");
        String carrier = api.key(one.account(), "carrier");
        for (String path : List.of("", "/ledger", "/usage", "/lists", "/keys", "/tree", "/price-book")) {
            assertThat(api.call(advanced, "GET", account + path, null).status()).isEqualTo(200);
            assertThat(api.call(basic, "GET", account + path, null).status()).isEqualTo(403);
            assertThat(api.call(carrier, "GET", account + path, null).status()).isEqualTo(403);
        }
        assertThat(api.call(advanced, "PATCH", account, "{\"name\":\"x\"}").status())
                .isEqualTo(403);
        assertThat(api.call(advanced, "POST", account + "/keys", "{\"role\":\"basic\"}")
                        .status())
                .isEqualTo(403);
        assertThat(api.call(basic, "POST", "/v1/sends", SEND).status()).isEqualTo(201);
        assertThat(api.call(carrier, "POST", "/v1/sends", SEND).status()).isEqualTo(403);
        assertThat(api.call(basic, "GET", account + "/messages?format=csv", null)
                        .status())
                .isEqualTo(403);
        JsonNode own = ContractIT.await(
                () -> api.call(basic, "GET", account + "/messages", null).body().path("items"),
                items -> items.size() > 0);
        assertThat(own).hasSize(1);
        assertThat(api.call(basic, "GET", "/v1/sends/" + send, null).status()).isEqualTo(404);
        assertThat(api.call(basic, "POST", "/v1/dlr/" + connection, "{\"reports\":[]}")
                        .status())
                .isEqualTo(403);
        assertThat(api.call(carrier, "POST", "/v1/dlr/" + connection, "{\"reports\":[]}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aCarrierOfOneTenantDoesNotSettleAnothersMessages() {
        String carrier = api.key(other.account(), "carrier");
        api.operator("POST", "/v1/connections", "{\"name\":\"of-all\",\"provider\":\"farebox\"}");
        String reports = "{\"reports\":[{\"message\":\"" + send + "-0\",\"status\":\"failed\"}]}";
        assertThat(api.call(carrier, "POST", "/v1/dlr/of-all", reports).text("/results/0/result"))
                .isEqualTo("unknown-message");
        String ofOne = api.key(one.account(), "carrier");
        assertThat(api.call(ofOne, "POST", "/v1/dlr/of-all", reports).text("/results/0/result"))
                .isEqualTo("released");
    }
}
