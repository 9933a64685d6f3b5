package io.farebox.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Calls of the Farebox API with one key, each strict about the status it expects. */
final class ApiCalls {
    private static final Duration CALL_MAX = Duration.ofSeconds(30);
    private static final int SHOWN_MAX = 300;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final URI base;
    private final String key;

    ApiCalls(URI base, String key) {
        this.base = base;
        this.key = key;
    }

    record Answer(int status, JsonNode body) {}

    JsonNode post(String path, Object body, int... statuses) {
        return call("POST", path, body, null, statuses).body();
    }

    /** A POST that moves credits at most once, however often it is repeated with the key. */
    JsonNode postOnce(String path, Object body, String idempotencyKey, int... statuses) {
        return call("POST", path, body, idempotencyKey, statuses).body();
    }

    JsonNode put(String path, Object body, int... statuses) {
        return call("PUT", path, body, null, statuses).body();
    }

    JsonNode patch(String path, Object body, int... statuses) {
        return call("PATCH", path, body, null, statuses).body();
    }

    Answer get(String path, int... statuses) {
        return call("GET", path, null, null, statuses);
    }

    private Answer call(
            String method, String path, @Nullable Object body, @Nullable String idempotencyKey, int... statuses) {
        HttpResponse<String> response = send(method, path, body, idempotencyKey);
        if (!contains(statuses, response.statusCode())) {
            throw new LocalException("The API answered " + response.statusCode() + " to " + method + " " + path + ": "
                    + shown(response.body()));
        }
        return new Answer(response.statusCode(), parse(response));
    }

    private HttpResponse<String> send(
            String method, String path, @Nullable Object body, @Nullable String idempotencyKey) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                    .timeout(CALL_MAX)
                    .header("Authorization", "Bearer " + key)
                    .method(
                            method,
                            body == null
                                    ? BodyPublishers.noBody()
                                    : BodyPublishers.ofString(json.writeValueAsString(body)));
            if (body != null) {
                request.header("Content-Type", "application/json");
            }
            if (idempotencyKey != null) {
                request.header("Idempotency-Key", idempotencyKey);
            }
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new LocalException("The API did not answer " + method + " " + path + ": " + e + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalException("Interrupted while calling the API.", e);
        }
    }

    private JsonNode parse(HttpResponse<String> response) {
        try {
            return response.body().isBlank() ? MissingNode.getInstance() : json.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new LocalException(
                    "The API answered " + response.request().method() + " "
                            + response.uri().getPath() + " by something that is not JSON: " + shown(response.body()),
                    e);
        }
    }

    private static boolean contains(int[] statuses, int status) {
        for (int expected : statuses) {
            if (expected == status) {
                return true;
            }
        }
        return false;
    }

    private static String shown(String body) {
        String line = body.replaceAll("\\s+", " ").strip();
        return line.length() <= SHOWN_MAX ? line : line.substring(0, SHOWN_MAX) + "...";
    }
}
