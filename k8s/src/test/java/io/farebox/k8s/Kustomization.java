package io.farebox.k8s;

import static java.util.stream.Collectors.toCollection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rendering of a directory's kustomization.yaml: what kustomize does, as far as ours go.
 *
 * <p>It refuses what it does not understand, so that it is never less than what a cluster gets. Names of generated maps
 * have no hash here.
 */
final class Kustomization {
    private static final Set<String> UNDERSTOOD = Set.of(
            "apiVersion", "kind", "namespace", "resources", "components", "configMapGenerator", "images", "patches");

    private final Path directory;
    private final ObjectNode settings;
    private final List<ObjectNode> documents;

    private Kustomization(Path directory, List<ObjectNode> documents) {
        this.directory = directory;
        this.settings = Yaml.documents(directory.resolve("kustomization.yaml")).get(0);
        this.documents = documents;
        Set<String> strange =
                settings.properties().stream().map(field -> field.getKey()).collect(toCollection(TreeSet::new));
        strange.removeAll(UNDERSTOOD);
        if (!strange.isEmpty()) {
            throw new IllegalArgumentException(directory + " has " + strange + ", which is not understood here");
        }
    }

    /** All documents of a directory, as they go to a cluster. */
    static List<ObjectNode> render(Path directory) {
        List<ObjectNode> documents = new ArrayList<>();
        new Kustomization(directory, documents).apply();
        return documents;
    }

    private void apply() {
        settings.path("resources").forEach(resource -> add(directory.resolve(resource.asText())));
        settings.path("configMapGenerator").forEach(map -> generate((ObjectNode) map));
        settings.path("components")
                .forEach(component -> new Kustomization(directory.resolve(component.asText()), documents).apply());
        settings.path("patches").forEach(this::patch);
        settings.path("images").forEach(this::rename);
        String namespace = settings.path("namespace").asText();
        documents.stream()
                .filter(document ->
                        !namespace.isEmpty() && !document.path("kind").asText().equals("Namespace"))
                .forEach(document -> document.withObject("metadata").put("namespace", namespace));
    }

    private void add(Path resource) {
        List<ObjectNode> found = Files.isDirectory(resource) ? render(resource) : Yaml.documents(resource);
        for (ObjectNode document : found) {
            if (documents.stream().anyMatch(other -> Yaml.name(other).equals(Yaml.name(document)))) {
                throw new IllegalArgumentException(Yaml.name(document) + " is there twice");
            }
            documents.add(document);
        }
    }

    private void generate(ObjectNode generator) {
        String name = generator.path("name").asText();
        ObjectNode map = generator.path("behavior").asText().equals("merge")
                ? named("ConfigMap/" + name)
                : emptyMap(name, generator.at("/options/labels"));
        ObjectNode data = map.withObject("data");
        generator.path("literals").forEach(literal -> {
            String[] pair = literal.asText().split("=", 2);
            data.put(pair[0], pair[1]);
        });
        generator.path("files").forEach(file -> {
            Path path = directory.resolve(file.asText());
            data.put(path.getFileName().toString(), Yaml.text(path));
        });
    }

    private ObjectNode emptyMap(String name, JsonNode labels) {
        ObjectNode map = settings.objectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
        map.withObject("metadata").put("name", name);
        if (labels.isObject()) {
            map.withObject("metadata").set("labels", labels);
        }
        documents.add(map);
        return map;
    }

    private ObjectNode named(String name) {
        return documents.stream()
                .filter(document -> Yaml.name(document).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no " + name + " in " + directory));
    }

    private void patch(JsonNode patch) {
        Yaml.documents(directory.resolve(patch.path("path").asText()))
                .forEach(one -> Merge.into(named(Yaml.name(one)), one));
    }

    private void rename(JsonNode image) {
        String name = image.path("name").asText();
        String renamed =
                image.path("newName").asText(name) + ":" + image.path("newTag").asText();
        for (ObjectNode document : documents) {
            for (JsonNode container : Pods.containers(document)) {
                if (container.path("image").asText().equals(name)) {
                    ((ObjectNode) container).put("image", renamed);
                }
            }
        }
    }
}
