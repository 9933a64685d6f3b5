package io.farebox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.farebox.api.settings.Settings;
import io.farebox.local.SharedStores;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The whole API over the shared real stores, and a client of it; one for all tests of a JVM. */
final class RunningApi {
    static final String OPERATOR_KEY = "operator-key-of-the-tests";

    private static @Nullable RunningApi shared;

    final HttpClient client = HttpClient.newHttpClient();
    final ObjectMapper json = new ObjectMapper();
    final int port;
    final int managementPort;

    /** A response with its body as JSON, where it is JSON. */
    record Answer(int status, JsonNode body, HttpResponse<byte[]> response) {
        String text(String pointer) {
            return body.at(pointer).asText();
        }
    }

    private RunningApi(Composition composition) {
        port = composition.httpPort();
        managementPort = composition.managementPort();
    }

    static synchronized RunningApi shared() {
        RunningApi running = shared;
        if (running == null) {
            running = new RunningApi(started(Map.of()));
            shared = running;
        }
        return running;
    }

    static RunningApi of(Composition composition) {
        return new RunningApi(composition);
    }

    static Composition started(Map<String, String> more) {
        return started(more, Clock.systemUTC());
    }

    static Composition started(Map<String, String> more, Clock clock) {
        Map<String, String> environment = new HashMap<>();
        environment.put("FAREBOX_REDIS_URI", SharedStores.redis().uri());
        environment.put(
                "FAREBOX_CASSANDRA_CONTACT_POINTS", SharedStores.cassandra().contactPoint());
        environment.put("FAREBOX_CASSANDRA_KEYSPACE", "farebox_api");
        environment.put("FAREBOX_OPERATOR_KEY", OPERATOR_KEY);
        environment.put("FAREBOX_HTTP_HOST", "127.0.0.1");
        environment.put("FAREBOX_HTTP_PORT", "0");
        environment.put("FAREBOX_MANAGEMENT_PORT", "0");
        environment.put("FAREBOX_EVENT_LOOPS", "2");
        environment.putAll(more);
        try {
            Composition composition = new Composition(Settings.load(environment, null), clock);
            composition.start();
            Runtime.getRuntime().addShutdownHook(new Thread(composition::stop));
            return composition;
        } catch (Settings.Faulty | CannotStart e) {
            throw new AssertionError(e);
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    Answer operator(String method, String path, @Nullable String body, String... headers) {
        return call(OPERATOR_KEY, method, path, body, headers);
    }

    Answer call(@Nullable String key, String method, String path, @Nullable String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (body != null) {
            request.setHeader("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build());
    }

    Answer send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            String type = response.headers().firstValue("Content-Type").orElse("");
            JsonNode body = type.contains("json") ? json.readTree(response.body()) : MissingNode.getInstance();
            OpenApi.validate(request.method(), request.uri().getPath(), response, body);
            return new Answer(response.statusCode(), body, response);
        } catch (IOException e) {
            throw new AssertionError(request.method() + " " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** A root account with an administrator's key, credits, and a price of 1.5 for all of the world. */
    Tenant tenant(String credits) {
        Answer account = operator("POST", "/v1/accounts", "{\"name\": \"Tenant\"}");
        String id = account.text("/id");
        operator("POST", "/v1/accounts/" + id + "/grants", "{\"credits\": \"" + credits + "\"}");
        StringBuilder rows = new StringBuilder();
        for (int digit = 1; digit <= 9; digit++) {
            for (String channel : new String[] {"sms", "mms"}) {
                rows.append(rows.length() == 0 ? "" : ",");
                rows.append("{\"channel\": \"")
                        .append(channel)
                        .append("\", \"prefix\": \"")
                        .append(digit);
                rows.append("\", \"credits\": \"1.5\"}");
            }
        }
        operator("PUT", "/v1/accounts/" + id + "/price-book", "{\"prices\": [" + rows + "]}");
        return new Tenant(this, id, key(id, "administrator"));
    }

    String key(String account, String role) {
        Answer made =
                operator("POST", "/v1/accounts/" + account + "/keys", "{\"role\": \"" + role + "\", \"name\": \"t\"}");
        return made.text("/key");
    }

    /** A customer of the tests. */
    record Tenant(RunningApi api, String account, String key) {
        Answer call(String method, String path, @Nullable String body, String... headers) {
            return api.call(key, method, path, body, headers);
        }

        Answer send(String body, String... headers) {
            return call("POST", "/v1/sends", body, headers);
        }

        JsonNode balance() {
            return call("GET", "/v1/accounts/" + account + "/balance", null).body();
        }
    }
}
