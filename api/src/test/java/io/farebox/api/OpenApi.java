package io.farebox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The OpenAPI document as tests hold answers against it. */
final class OpenApi {
    static final JsonNode DOCUMENT = read();

    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private OpenApi() {}

    private static JsonNode read() {
        try (InputStream in = OpenApi.class.getResourceAsStream("openapi.yaml")) {
            return new ObjectMapper(new YAMLFactory()).readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All calls of the document, as "GET /path". */
    static Set<String> calls() {
        Set<String> calls = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : DOCUMENT.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> call : path.getValue().properties()) {
                if (!call.getKey().equals("parameters")) {
                    calls.add(call.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                }
            }
        }
        return calls;
    }

    /** Fails where the answer is none of those that the document has for the call. */
    static void validate(String method, String path, HttpResponse<byte[]> response, JsonNode body) {
        String template = template(path);
        JsonNode operation = template == null
                ? DOCUMENT.path("nowhere")
                : DOCUMENT.path("paths").path(template).path(method.toLowerCase(Locale.ROOT));
        int status = response.statusCode();
        if (operation.isMissingNode()) {
            require(
                    status == 404 || status == 405 || status == 400 || status == 414,
                    method,
                    path,
                    status,
                    "undescribed call");
            check("/components/schemas/Problem", body, method, path, status);
            return;
        }
        JsonNode described = operation.path("responses").path(Integer.toString(status));
        if (described.has("$ref")) {
            described = DOCUMENT.at(described.path("$ref").asText().substring(1));
        }
        require(!described.isMissingNode(), method, path, status, "the status is not described");
        String type = response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        if (type.isEmpty()) {
            require(described.path("content").isMissingNode(), method, path, status, "a body is described");
            return;
        }
        JsonNode content = described.path("content").path(type);
        require(!content.isMissingNode(), method, path, status, type + " is not described");
        String ref = content.path("schema").path("$ref").asText("");
        if (type.contains("json")) {
            require(!ref.isEmpty(), method, path, status, "no schema is described");
            check(ref.substring(1), body, method, path, status);
        }
    }

    private static void check(String pointer, JsonNode body, String method, String path, int status) {
        JsonSchema schema = SCHEMAS.computeIfAbsent(pointer, OpenApi::schema);
        Set<ValidationMessage> faults = schema.validate(body);
        require(faults.isEmpty(), method, path, status, faults + " in " + body);
    }

    private static JsonSchema schema(String pointer) {
        ObjectNode root = DOCUMENT.deepCopy();
        root.removeAll();
        root.set("components", DOCUMENT.path("components"));
        root.put("$ref", "#" + pointer);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root);
    }

    private static void require(boolean holds, String method, String path, int status, String what) {
        if (!holds) {
            throw new AssertionError(method + " " + path + " answered " + status + ": " + what);
        }
    }

    private static @Nullable String template(String path) {
        String found = null;
        for (var names = DOCUMENT.path("paths").fieldNames(); names.hasNext(); ) {
            String template = names.next();
            String pattern = template.replaceAll("\\{[^}]*}", "[^/]+");
            if (path.equals(template)) {
                return template;
            }
            found = path.matches(pattern) ? template : found;
        }
        return found;
    }
}
