package io.farebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.farebox.api.RunningApi.Answer;
import io.farebox.api.RunningApi.Tenant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tree of a customer, whole and page by page. */
class TreeIT {
    private static final int WIDTH = 40;
    private static final int DEPTH = 5;

    private final RunningApi api = RunningApi.shared();

    @Test
    void pagesShowEveryAccountOnceAndParentsFirst() {
        Tenant tenant = api.tenant("1");
        List<String> opened = new ArrayList<>(List.of(tenant.account()));
        String parent = tenant.account();
        for (int level = 1; level <= DEPTH; level++) {
            String first = subaccount(tenant, parent, opened);
            for (int i = 1; i < WIDTH; i++) {
                subaccount(tenant, parent, opened);
            }
            parent = first;
        }
        tenant.call("PUT", "/v1/accounts/" + parent + "/lists/deep", "{\"funding\":\"free\"}");

        List<String> seen = new ArrayList<>();
        String next = "?limit=17";
        while (!next.isEmpty()) {
            Answer page = tenant.call("GET", "/v1/accounts/" + tenant.account() + "/tree" + next, null);
            for (JsonNode item : page.body().path("items")) {
                String above = item.path("parent").asText();
                assertThat(above.isEmpty() || seen.contains(above)).isTrue();
                seen.add(item.path("id").asText());
            }
            assertThat(page.body().path("items").size()).isLessThanOrEqualTo(17);
            JsonNode cursor = page.body().path("next");
            next = cursor.isNull() ? "" : "?limit=17&cursor=" + cursor.asText();
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(opened);

        JsonNode whole = tenant.call("GET", "/v1/accounts/" + tenant.account() + "/tree", null)
                .body();
        assertThat(whole.path("truncated").asBoolean()).isFalse();
        assertThat(count(whole)).isEqualTo(opened.size());
        assertThat(whole.toString()).contains("\"deep\"");
        String strange = "/v1/accounts/" + tenant.account() + "/tree?cursor=a0012345678";
        assertThat(tenant.call("GET", strange, null).status()).isEqualTo(400);
    }

    private static int count(JsonNode branch) {
        int count = 1;
        for (JsonNode child : branch.path("children")) {
            count += count(child);
        }
        return count;
    }

    private static String subaccount(Tenant tenant, String parent, List<String> opened) {
        String id = tenant.call("POST", "/v1/accounts", "{\"name\":\"sub\",\"parent\":\"" + parent + "\"}")
                .text("/id");
        opened.add(id);
        return id;
    }
}
