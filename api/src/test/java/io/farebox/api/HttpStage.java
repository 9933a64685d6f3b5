package io.farebox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farebox.scenario.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The HTTP API as a stage: the operator does what a scenario says, and reports come as the provider farebox sends them. */
final class HttpStage implements Stage {
    /** Numbers that no price fits. */
    private static final String UNROUTABLE = "+882130000000";

    private static final Duration DAY = Duration.ofDays(1);
    private static final int USUAL_DAYS = 730;

    private final RunningApi api;
    private final Runnable sweep;
    private final SettableClock clock;
    private final Map<String, String> accounts = new HashMap<>();
    private final Map<String, String> sends = new HashMap<>();
    private final Map<String, String> prefixes = new LinkedHashMap<>();

    /** @param sweep does what is due at the clock's time */
    HttpStage(RunningApi api, SettableClock clock, Runnable sweep) {
        this.api = api;
        this.clock = clock;
        this.sweep = sweep;
        api.operator("POST", "/v1/connections", "{\"name\": \"scenario\", \"provider\": \"farebox\"}");
    }

    @Override
    public String account(String name, @Nullable String parent, Funded funded) {
        ObjectNode body = funding(funded).put("name", name);
        if (parent != null) {
            body.put("parent", id(parent));
        }
        RunningApi.Answer answer = call("POST", "/v1/accounts", body, "");
        accounts.put(name, answer.text("/id"));
        return word(answer);
    }

    @Override
    public String list(String account, String name, Funded funded) {
        ObjectNode body = object().put("funding", funded.word());
        if (!funded.amount().isEmpty()) {
            body.setAll(limit(funded));
        }
        return word(call("PUT", listPath(account, name), body, ""));
    }

    @Override
    public String closeList(String account, String name) {
        return word(call("DELETE", listPath(account, name), null, ""));
    }

    @Override
    public String grant(String account, String amount, Validity validity, String key) {
        ObjectNode body = object().put("credits", amount);
        // The usual validity is left out, so that a repeated body is the same.
        if (validity.days() != USUAL_DAYS) {
            body.put(
                    "expiresAt",
                    clock.instant().plus(Duration.ofDays(validity.days())).toString());
        }
        if (validity.extending()) {
            change(account, object().put("expiryPolicy", "extend"));
        }
        String word = word(call("POST", "/v1/accounts/" + id(account) + "/grants", body, key));
        if (validity.extending()) {
            change(account, object().put("expiryPolicy", "separate"));
        }
        return word;
    }

    @Override
    public String transfer(String from, String to, String amount, String key) {
        ObjectNode body = object().put("to", id(to)).put("credits", amount);
        return word(call("POST", "/v1/accounts/" + id(from) + "/transfers", body, key));
    }

    @Override
    public String adjust(String account, String amount) {
        ObjectNode body = object().put("credits", amount).put("note", "correction");
        return word(call("POST", "/v1/accounts/" + id(account) + "/adjustments", body, ""));
    }

    @Override
    public String fund(String account, Funded funded) {
        return word(change(account, funding(funded)));
    }

    @Override
    public String topUp(String account, String below, String amount) {
        ObjectNode body = object();
        body.putObject("autoTopUp").put("below", below).put("credits", amount);
        return word(change(account, body));
    }

    @Override
    public String closeAccount(String account) {
        return word(call("DELETE", "/v1/accounts/" + id(account), null, ""));
    }

    private RunningApi.Answer change(String account, ObjectNode body) {
        return call("PATCH", "/v1/accounts/" + id(account), body, "");
    }

    private static ObjectNode funding(Funded funded) {
        ObjectNode body = object().put("funding", funded.word());
        if (funded.word().equals("own")) {
            body.put("creditLimit", funded.amount().isEmpty() ? "0" : funded.amount());
        } else if (!funded.amount().isEmpty()) {
            body.set("quota", limit(funded));
        }
        return body;
    }

    @Override
    public String suspend(String account, boolean suspended) {
        String verb = suspended ? "/suspend" : "/resume";
        return word(call("POST", "/v1/accounts/" + id(account) + verb, null, ""));
    }

    @Override
    public String send(String name, String node, List<Part> parts, boolean partial, String key) {
        return send(name, node, parts, object().put("partial", partial), key);
    }

    @Override
    public String schedule(String name, String node, List<Part> parts, int hours) {
        String at = clock.instant().plus(Duration.ofHours(hours)).toString();
        return send(name, node, parts, object().put("scheduleAt", at), "");
    }

    @Override
    public String cancel(String send) {
        RunningApi.Answer before = call("GET", "/v1/sends/" + sends.get(send), null, "");
        RunningApi.Answer answer = call("POST", "/v1/sends/" + sends.get(send) + "/cancel", null, "");
        boolean again = before.text("/status").equals("cancelled");
        return answer.status() >= 300 ? word(answer) : again ? "already released" : "released";
    }

    @Override
    public String reserve(String name, String node, String amount) {
        ObjectNode body = from(node).put("credits", amount);
        RunningApi.Answer answer = call("POST", "/v1/reservations", body, "");
        if (answer.status() == 201) {
            sends.put(name, answer.text("/id"));
            return "reserved " + answer.text("/credits") + " for 1";
        }
        return word(answer);
    }

    @Override
    public String conclude(String reservation, String amount, String key) {
        String id = sends.get(reservation);
        if (id.startsWith("s")) {
            id = "r" + id.substring(1);
        }
        String path = "/v1/reservations/" + id;
        boolean releases = amount.equals("0") && key.isEmpty();
        ObjectNode body = amount.isEmpty() ? null : object().put("credits", amount);
        RunningApi.Answer answer =
                call("POST", path + (releases ? "/release" : "/confirm"), releases ? null : body, key);
        if (answer.status() == 409 && answer.text("/type").endsWith("already-settled")) {
            return switch (answer.text("/detail")) {
                case "It was confirmed." -> "already confirmed";
                case "It was released." -> "already released";
                default -> "unknown";
            };
        }
        return answer.status() >= 300 ? word(answer) : again(answer) + answer.text("/status");
    }

    private ObjectNode from(String node) {
        int slash = node.indexOf('/');
        ObjectNode body = object().put("account", id(slash < 0 ? node : node.substring(0, slash)));
        return slash < 0 ? body : body.put("list", node.substring(slash + 1));
    }

    private String send(String name, String node, List<Part> parts, ObjectNode more, String key) {
        putPrices(parts);
        ObjectNode body = from(node).put("text", "Hello").setAll(more);
        ArrayNode to = body.putArray("to");
        for (Part part : parts) {
            String number = part.price().isEmpty() ? UNROUTABLE : "+" + prefixes.get(part.price()) + "0100";
            for (int i = 0; i < part.count(); i++) {
                to.add(number);
            }
        }
        RunningApi.Answer answer = call("POST", "/v1/sends", body, key);
        if (answer.status() == 201) {
            sends.put(name, answer.text("/id"));
        }
        return word(answer);
    }

    /** Each price of a scenario gets an area code of its own. */
    private void putPrices(List<Part> parts) {
        int before = prefixes.size();
        for (Part part : parts) {
            if (!part.price().isEmpty()) {
                prefixes.computeIfAbsent(part.price(), any -> "1" + (201 + prefixes.size()) + "555");
            }
        }
        if (prefixes.size() > before) {
            ObjectNode body = object();
            ArrayNode rows = body.putArray("prices");
            prefixes.forEach((price, prefix) ->
                    rows.addObject().put("channel", "sms").put("prefix", prefix).put("credits", price));
            call("PUT", "/v1/price-book", body, "");
        }
    }

    @Override
    public String report(String send, int index, boolean delivered) {
        ObjectNode body = object();
        body.putArray("reports")
                .addObject()
                .put("message", sends.get(send) + "-" + index)
                .put("status", delivered ? "delivered" : "failed");
        String result = call("POST", "/v1/dlr/scenario", body, "").text("/results/0/result");
        return result.equals("unknown-message") ? "unknown" : result.replace('-', ' ');
    }

    @Override
    public String balance(String node) {
        int slash = node.indexOf('/');
        JsonNode counters = slash < 0
                ? call("GET", "/v1/accounts/" + id(node) + "/tree", null, "")
                        .body()
                        .get("balance")
                : call("GET", listPath(node.substring(0, slash), node.substring(slash + 1)), null, "")
                        .body();
        return "available " + counters.get("available").asText() + " reserved "
                + counters.get("reserved").asText() + " confirmed "
                + counters.get("confirmed").asText();
    }

    @Override
    public String expiries(String account) {
        List<String> words = new ArrayList<>();
        for (JsonNode grant : call("GET", "/v1/accounts/" + id(account) + "/balance", null, "")
                .body()
                .path("grants")) {
            if (!grant.path("remaining").asText().equals("0")) {
                Duration left = Duration.between(
                        clock.instant(), Instant.parse(grant.path("expiresAt").asText()));
                words.add(grant.path("remaining").asText() + " in "
                        + (left.toMillis() + DAY.toMillis() - 1) / DAY.toMillis() + " days");
            }
        }
        return words.isEmpty() ? "nothing" : String.join(", ", words);
    }

    @Override
    public void pass(Duration time) {
        clock.pass(time);
        sweep.run();
    }

    private RunningApi.Answer call(String method, String path, @Nullable JsonNode body, String key) {
        clock.pass(Duration.ofMillis(1));
        String text = body == null ? null : body.toString();
        return key.isEmpty()
                ? api.operator(method, path, text)
                : api.operator(method, path, text, "Idempotency-Key", key);
    }

    private String word(RunningApi.Answer answer) {
        String again = again(answer);
        if (answer.status() >= 300) {
            return problem(answer.body());
        }
        if (!answer.body().has("count")) {
            return again + "ok";
        }
        return again + "reserved " + answer.text("/credits/reserved") + " for " + answer.text("/count");
    }

    private static String again(RunningApi.Answer answer) {
        return answer.response()
                .headers()
                .firstValue("Idempotent-Replayed")
                .map(is -> "again: ")
                .orElse("");
    }

    private String problem(JsonNode problem) {
        String slug = problem.get("type").asText().replace("urn:farebox:problem:", "");
        return switch (slug) {
            case "insufficient-credits", "cap-exceeded", "quota-exceeded" ->
                slug + " at "
                        + nameOf(problem.get("node").asText()) + ": needs "
                        + problem.get("required").asText() + ", has "
                        + problem.get("available").asText();
            case "account-suspended" ->
                "suspended at " + nameOf(problem.get("node").asText());
            case "not-found" -> "unknown-node at " + nameOf(problem.get("node").asText());
            case "exceeds-reservation" ->
                slug + ": needs " + problem.get("required").asText() + ", has "
                        + problem.get("available").asText();
            case "too-deep",
                    "still-reserved",
                    "holds-no-credits",
                    "unrelated",
                    "no-parent",
                    "still-assigned",
                    "still-holds-credits",
                    "has-subaccounts" ->
                slug + " at " + nameOf(problem.get("node").asText());
            case "idempotency-key-reused" -> "key-reused";
            case "not-cancellable" -> slug;
            default -> problem.toString();
        };
    }

    private String nameOf(String node) {
        String account = node.split("/", 2)[0];
        String name = accounts.entrySet().stream()
                .filter(known -> known.getValue().equals(account))
                .map(Map.Entry::getKey)
                .findAny()
                .orElse(account);
        return name + node.substring(account.length());
    }

    private static ObjectNode limit(Funded funded) {
        ObjectNode limit = object().put("credits", funded.amount());
        return funded.window().isEmpty() ? limit : limit.put("window", funded.window());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private String listPath(String account, String name) {
        return "/v1/accounts/" + id(account) + "/lists/" + name;
    }

    private String id(String account) {
        String id = accounts.get(account);
        if (id == null) {
            throw new IllegalArgumentException("the scenario names no account " + account);
        }
        return id;
    }
}
