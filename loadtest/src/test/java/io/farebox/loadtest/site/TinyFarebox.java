package io.farebox.loadtest.site;

import io.farebox.loadtest.check.Micro;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** As much of Farebox's contract as the load needs, in memory, on one thread, with faults on demand. */
public final class TinyFarebox implements AutoCloseable {
    /** What the server does wrong. */
    public enum Fault {
        NONE,
        /** A message that is reported delivered twice is charged twice. */
        CHARGES_TWICE,
        /** Every hundredth send is answered and forgotten. */
        LOSES_SENDS
    }

    private static final class Account {
        final String id;
        long available;
        long reserved;
        long confirmed;
        final List<JsonObject> ledger = new ArrayList<>();

        Account(String id) {
            this.id = id;
        }

        void line(String kind, long creditsMicro, int messages, String send, String reference) {
            ledger.add(
                    0,
                    new JsonObject()
                            .put("id", id + "." + ledger.size())
                            .put("kind", kind)
                            .put("credits", decimal(creditsMicro))
                            .put("messages", messages)
                            .put("send", send)
                            .put("reference", reference));
        }
    }

    private record Sent(Account account, String reference, String[] statuses) {}

    private final Vertx vertx = Vertx.vertx();
    private final Fault fault;
    private final HttpServer server;
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<String, Account> keys = new LinkedHashMap<>();
    private final Map<String, Sent> sends = new LinkedHashMap<>();
    private int ids;

    /** Starts the server. */
    public TinyFarebox(Fault fault) {
        this.fault = fault;
        this.server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> handle(request, body)))
                .listen(0, "127.0.0.1")
                .await();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    @Override
    public void close() {
        vertx.close().await();
    }

    private void handle(HttpServerRequest request, Buffer body) {
        JsonObject json = body.length() == 0 ? new JsonObject() : body.toJsonObject();
        String[] path = request.path().split("/", -1);
        String call = request.method() + " " + (path.length > 4 ? path[2] + "/" + path[4] : path[2]);
        JsonObject answer = switch (call) {
            case "POST accounts" -> open();
            case "PUT accounts/price-book", "PUT accounts/lists", "POST connections" -> new JsonObject();
            case "POST accounts/grants" -> grant(account(path[3]), Micro.of(json.getString("credits")));
            case "POST accounts/keys" -> key(account(path[3]));
            case "POST sends" -> send(Objects.requireNonNull(keys.get(request.getHeader("Authorization"))), json);
            case "POST dlr" -> reports(json.getJsonArray("reports"));
            case "GET accounts/balance" -> balance(account(path[3]));
            case "GET accounts/ledger" -> page(request, account(path[3]).ledger);
            case "GET sends/messages" -> page(request, messages(path[3]));
            default -> throw new IllegalStateException(call);
        };
        int status = call.startsWith("POST") && !call.endsWith("dlr") ? 201 : 200;
        request.response().setStatusCode(status).end(answer.toBuffer());
    }

    private JsonObject open() {
        String id = "a" + ++ids;
        accounts.put(id, new Account(id));
        return new JsonObject().put("id", id);
    }

    private JsonObject key(Account account) {
        String key = "k" + ++ids;
        keys.put("Bearer " + key, account);
        return new JsonObject().put("key", key);
    }

    private JsonObject grant(Account account, long creditsMicro) {
        account.available += creditsMicro;
        account.line("granted", creditsMicro, 0, "", "");
        return new JsonObject();
    }

    private JsonObject send(Account account, JsonObject json) {
        int count = json.getJsonArray("to").size();
        long creditsMicro = Prices.sendCreditsMicro(count);
        String id = "s" + ++ids;
        String reference = json.getString("reference");
        if (fault != Fault.LOSES_SENDS || ids % 100 != 0) {
            account.available -= creditsMicro;
            account.reserved += creditsMicro;
            account.line("reserved", -creditsMicro, count, id, reference);
            String[] statuses = new String[count];
            java.util.Arrays.fill(statuses, "reserved");
            sends.put(id, new Sent(account, reference, statuses));
        }
        return new JsonObject().put("id", id).put("credits", new JsonObject().put("reserved", decimal(creditsMicro)));
    }

    private JsonObject reports(JsonArray reports) {
        for (Object each : reports) {
            JsonObject report = (JsonObject) each;
            String[] message = report.getString("message").split("-", -1);
            Sent sent = sends.get(message[0]);
            if (sent != null) {
                report(message[0], sent, Integer.parseInt(message[1]), report.getString("status"));
            }
        }
        return new JsonObject();
    }

    private void report(String send, Sent sent, int index, String status) {
        Account account = sent.account();
        long price = Prices.creditsMicro(index);
        String before = sent.statuses()[index];
        if (status.equals("delivered") && before.equals("released")) {
            move(sent, index, "recharged", -price, 0, price);
            account.line("recharged", -price, 1, send, sent.reference());
        } else if (status.equals("delivered")
                && (before.equals("reserved") || before.equals("confirmed") && fault == Fault.CHARGES_TWICE)) {
            move(sent, index, "confirmed", 0, -price, price);
            account.line("confirmed", price, 1, send, sent.reference());
        } else if (status.equals("failed") && before.equals("reserved")) {
            move(sent, index, "released", price, -price, 0);
            account.line("released", price, 1, send, sent.reference());
        }
    }

    private static void move(Sent sent, int index, String status, long available, long reserved, long confirmed) {
        sent.statuses()[index] = status;
        sent.account().available += available;
        sent.account().reserved += reserved;
        sent.account().confirmed += confirmed;
    }

    private static JsonObject balance(Account account) {
        return new JsonObject()
                .put("available", decimal(account.available))
                .put("reserved", decimal(account.reserved))
                .put("confirmed", decimal(account.confirmed));
    }

    private List<JsonObject> messages(String send) {
        List<JsonObject> messages = new ArrayList<>();
        String[] statuses = Objects.requireNonNull(sends.get(send)).statuses();
        for (int i = 0; i < statuses.length; i++) {
            messages.add(new JsonObject().put("id", send + "-" + i).put("status", statuses[i]));
        }
        return messages;
    }

    private static JsonObject page(HttpServerRequest request, List<JsonObject> all) {
        int from = Integer.parseInt(Objects.requireNonNullElse(request.getParam("cursor"), "0"));
        int to = Math.min(all.size(), from + Integer.parseInt(request.getParam("limit")));
        return new JsonObject()
                .put("items", new JsonArray(new ArrayList<>(all.subList(from, to))))
                .put("next", to < all.size() ? Integer.toString(to) : null);
    }

    private Account account(String id) {
        return Objects.requireNonNull(accounts.get(id));
    }

    private static String decimal(long micro) {
        return BigDecimal.valueOf(micro, 6).stripTrailingZeros().toPlainString();
    }
}
