package io.farebox.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The documents of a YAML text. */
final class Yaml {
    private static final YAMLMapper MAPPER = new YAMLMapper();

    private Yaml() {}

    static List<ObjectNode> documents(String text) {
        try (var values = MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
            List<ObjectNode> documents = new ArrayList<>();
            values.forEachRemaining(document -> documents.add((ObjectNode) document));
            return documents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<ObjectNode> documents(Path file) {
        return documents(text(file));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String written(JsonNode document) {
        try {
            return MAPPER.writeValueAsString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a document is called, as in "Deployment/farebox". */
    static String name(JsonNode document) {
        return document.path("kind").asText() + "/"
                + document.at("/metadata/name").asText();
    }
}
