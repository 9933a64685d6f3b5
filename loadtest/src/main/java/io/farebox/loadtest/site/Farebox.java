package io.farebox.loadtest.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A running Farebox as the holder of one key sees it: one call at a time, for preparing and for looking afterwards. */
public final class Farebox implements Reader {
    private static final Duration CALL_MAX = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final URI base;
    private final String key;

    public Farebox(URI base, String key) {
        this(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), base, key);
    }

    private Farebox(HttpClient client, URI base, String key) {
        this.client = client;
        this.base = base;
        this.key = key;
    }

    /** The same installation for the holder of another key. */
    public Farebox as(String otherKey) {
        return new Farebox(client, base, otherKey);
    }

    public URI base() {
        return base;
    }

    public String key() {
        return key;
    }

    @Override
    public JsonNode get(String path) throws IOException, InterruptedException {
        return call("GET", path, BodyPublishers.noBody());
    }

    public JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return call("POST", path, json(body));
    }

    public JsonNode put(String path, Object body) throws IOException, InterruptedException {
        return call("PUT", path, json(body));
    }

    private static BodyPublisher json(Object body) throws JsonProcessingException {
        return BodyPublishers.ofString(JSON.writeValueAsString(body));
    }

    private JsonNode call(String method, String path, BodyPublisher body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(CALL_MAX)
                .header("Authorization", "Bearer " + key)
                .method(method, body);
        if (body.contentLength() > 0) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new RefusedException(method + " " + path, response.statusCode(), response.body());
        }
        return response.body().isBlank() ? MissingNode.getInstance() : JSON.readTree(response.body());
    }
}
