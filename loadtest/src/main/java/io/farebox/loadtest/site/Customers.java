package io.farebox.loadtest.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farebox.loadtest.load.Calls;
import io.farebox.loadtest.load.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Opens the accounts, keys, price books and connections of a load, with the operator's key. */
public final class Customers {
    /** Credits of each customer: more than any run can spend. */
    public static final long CREDITS = 1_000_000_000;

    /** The cap of a list that must not refuse anything. */
    public static final long CAP_CREDITS = 900_000_000;

    private static final long MICRO = 1_000_000;
    private static final int CONNECTIONS = 64;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Farebox operator;

    public Customers(Farebox operator) {
        this.operator = operator;
    }

    /** A root account with credits, prices and a key. */
    public Customer root(String name) throws IOException, InterruptedException {
        return root(Map.of("name", name), CREDITS);
    }

    /** A root account with prices and a key, and with few credits, that may go that far below zero. */
    public Customer postpaid(String name, long credits, long creditLimit) throws IOException, InterruptedException {
        return root(Map.of("name", name, "creditLimit", Long.toString(creditLimit)), credits);
    }

    private Customer root(Map<String, Object> account, long credits) throws IOException, InterruptedException {
        String id = id(operator.post("/v1/accounts", account));
        operator.put("/v1/accounts/" + id + "/price-book", Prices.book());
        operator.post("/v1/accounts/" + id + "/grants", Map.of("credits", Long.toString(credits)));
        return new Customer(id, key(id, "advanced"), credits * MICRO);
    }

    /**
     * A subaccount that draws from its parent, at the end of a chain of them, with a capped list.
     *
     * @param levels 1 to 5
     */
    public Customer nested(Customer root, int levels, String list) throws IOException, InterruptedException {
        String account = root.account();
        for (int level = 1; level <= levels; level++) {
            account = id(operator.post(
                    "/v1/accounts", Map.of("name", "level " + level, "parent", account, "funding", "shared")));
        }
        list(account, list);
        return new Customer(account, key(account, "advanced"), 0);
    }

    /** A capped list whose cap is never reached. */
    public void list(String account, String list) throws IOException, InterruptedException {
        operator.put(
                "/v1/accounts/" + account + "/lists/" + list,
                Map.of("funding", "capped", "credits", Long.toString(CAP_CREDITS)));
    }

    public String key(String account, String role) throws IOException, InterruptedException {
        JsonNode made = operator.post("/v1/accounts/" + account + "/keys", Map.of("role", role, "name", role));
        return made.path("key").asText();
    }

    /** A connection that speaks our own format and takes late deliveries. */
    public String connection(String name) throws IOException, InterruptedException {
        Map<String, Object> policy = Map.of("chargeAt", "delivered", "onDeadline", "confirm", "lateDelivery", "charge");
        operator.post("/v1/connections", Map.of("name", name, "provider", "farebox", "policy", policy));
        return name;
    }

    /** Many root accounts at once, each with credits, prices and a key of its own. */
    public List<Customer> roots(String name, int count) throws IOException, InterruptedException {
        Target target = Target.of(operator.base());
        try (Calls calls = new Calls(target, CONNECTIONS)) {
            List<String> accounts = new ArrayList<>();
            for (byte[] body : calls.repeatedBodies(
                    posts(target, count, i -> "/v1/accounts", i -> "", i -> "{\"name\":\"" + name + " " + i + "\"}"))) {
                accounts.add(id(JSON.readTree(body)));
            }
            IntFunction<String> path = i -> "/v1/accounts/" + accounts.get(i);
            calls.repeatedBodies(
                    puts(target, count, i -> path.apply(i) + "/price-book", JSON.writeValueAsString(Prices.book())));
            calls.repeatedBodies(posts(
                    target,
                    count,
                    i -> path.apply(i) + "/grants",
                    i -> "Idempotency-Key: first-" + accounts.get(i) + "\r\n",
                    i -> "{\"credits\":\"" + CREDITS + "\"}"));
            List<byte[]> keys = calls.repeatedBodies(posts(
                    target,
                    count,
                    i -> path.apply(i) + "/keys",
                    i -> "",
                    i -> "{\"role\":\"advanced\",\"name\":\"load\"}"));
            List<Customer> customers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String key = JSON.readTree(keys.get(i)).path("key").asText();
                customers.add(new Customer(accounts.get(i), key, CREDITS * MICRO));
            }
            return customers;
        }
    }

    private List<byte[]> posts(
            Target target, int count, IntFunction<String> path, IntFunction<String> headers, IntFunction<String> body) {
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(target.post(path.apply(i), operator.key(), headers.apply(i), body.apply(i)));
        }
        return requests;
    }

    private List<byte[]> puts(Target target, int count, IntFunction<String> path, String body) {
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(target.put(path.apply(i), operator.key(), body));
        }
        return requests;
    }

    private static String id(JsonNode made) throws IOException {
        String id = made.path("id").asText();
        if (id.isEmpty()) {
            throw new IOException("an answer has no id: " + made);
        }
        return id;
    }
}
