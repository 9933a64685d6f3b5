package io.farebox.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farebox.local.DemoCustomer.Carrier;
import io.farebox.local.DemoCustomer.RoleKey;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The demo customer: an account with credits, a capped list, keys and connections, made through the API as any operator
 * would make it.
 *
 * <p>Its ids and keys are kept in a file, so that the next start finds it again; if the API does not know it any more, it
 * is made anew.
 */
final class Demo {
    static final List<String> ROLES = List.of("administrator", "advanced", "basic");

    private static final String NAME = "Example Travel";
    private static final String LIST = "spring";
    private static final String LIST_CAP_CREDITS = "500";
    private static final String GRANT_CREDITS = "10000";
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private final ApiCalls api;
    private final Path file;
    private final ObjectMapper json = new ObjectMapper();

    Demo(URI apiUri, String operatorKey, Path file) {
        this.api = new ApiCalls(apiUri, operatorKey);
        this.file = file;
    }

    /**
     * A customer of an earlier start.
     *
     * @param fault why the API cannot serve it now, empty where it can
     */
    record Found(DemoCustomer customer, String fault) {}

    /** The customer of an earlier start, if there is one that the API still knows, or cannot tell whether it does. */
    Optional<Found> find() {
        try {
            String kept = SecretFile.read(file);
            if (kept == null) {
                return Optional.empty();
            }
            DemoCustomer customer = json.readValue(kept, DemoCustomer.class);
            ApiCalls.Answer answer = api.get("/v1/accounts/" + customer.account(), OK, NOT_FOUND, UNAVAILABLE);
            return answer.status() == NOT_FOUND ? Optional.empty() : Optional.of(new Found(customer, fault(answer)));
        } catch (JsonProcessingException e) {
            throw new LocalException(file + " cannot be read as JSON; delete it to get a new demo customer.", e);
        } catch (IOException e) {
            throw new LocalException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static String fault(ApiCalls.Answer answer) {
        JsonNode problem = answer.body();
        return answer.status() == OK
                ? ""
                : problem.path("detail").asText(problem.path("title").asText("not available"));
    }

    /** Makes the customer and keeps what it is known by. */
    DemoCustomer create() {
        setPrices();
        String account = text(api.post("/v1/accounts", Map.of("name", NAME), CREATED), "id");
        String path = "/v1/accounts/" + account;
        api.postOnce(
                path + "/grants",
                Map.of("credits", GRANT_CREDITS, "reference", "demo", "note", "Demo credits"),
                "demo-grant-" + account,
                CREATED);
        api.put(path + "/lists/" + LIST, Map.of("funding", "capped", "credits", LIST_CAP_CREDITS), OK, CREATED);
        Map<String, RoleKey> keys = new LinkedHashMap<>();
        for (String role : ROLES) {
            JsonNode made = api.post(path + "/keys", Map.of("role", role, "name", "demo " + role), CREATED);
            keys.put(role, new RoleKey(text(made, "id"), text(made, "key")));
        }
        Map<String, Carrier> connections = new LinkedHashMap<>();
        connections.put("demo", connection("demo", "farebox", ""));
        connections.put("kannel", connection("kannel", "kannel", SecretFile.word()));
        DemoCustomer customer = new DemoCustomer(account, LIST, keys, connections);
        keep(customer);
        return customer;
    }

    /** Sets the sample prices where there are none; prices that somebody changed stay. */
    private void setPrices() {
        JsonNode prices = api.get("/v1/price-book", OK, NOT_FOUND).body().path("prices");
        if (prices.isEmpty()) {
            api.put("/v1/price-book", samplePrices(), OK, NO_CONTENT);
        }
    }

    JsonNode samplePrices() {
        try (InputStream in = Demo.class.getResourceAsStream("price-book.json")) {
            return json.readTree(in);
        } catch (IOException e) {
            throw new LocalException("The sample price book cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** Connections belong to the installation: one that a former demo customer left is given the new secret. */
    private Carrier connection(String name, String provider, String secret) {
        Map<String, String> wanted = new LinkedHashMap<>(Map.of("name", name, "provider", provider));
        if (!secret.isEmpty()) {
            wanted.put("secret", secret);
        }
        JsonNode made = null;
        for (JsonNode existing : api.get("/v1/connections", OK).body().path("items")) {
            if (name.equals(existing.path("name").asText())) {
                made = existing;
            }
        }
        if (made == null) {
            made = api.post("/v1/connections", wanted, CREATED);
        } else if (!secret.isEmpty()) {
            api.patch("/v1/connections/" + text(made, "id"), Map.of("secret", secret), OK, NO_CONTENT);
        }
        return new Carrier(text(made, "id"), provider, made.path("callbackUrl").asText(""), secret);
    }

    private void keep(DemoCustomer customer) {
        try {
            SecretFile.write(file, json.writerWithDefaultPrettyPrinter().writeValueAsString(customer) + "\n");
        } catch (IOException e) {
            throw new LocalException(file + " cannot be written: " + e.getMessage() + ".", e);
        }
    }

    private static String text(JsonNode node, String field) {
        String text = node.path(field).asText("");
        if (text.isEmpty()) {
            throw new LocalException("The API's answer has no \"" + field + "\": " + node + ".");
        }
        return text;
    }
}
