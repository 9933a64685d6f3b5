package io.farebox.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The pods that documents describe. */
final class Pods {
    private Pods() {}

    /** The template of a workload's pods, missing where it is no workload. */
    static JsonNode template(JsonNode document) {
        return document.at("/spec/template");
    }

    static boolean isWorkload(JsonNode document) {
        return !template(document).isMissingNode();
    }

    /** All containers of a workload, those that run first included; none where it is no workload. */
    static List<JsonNode> containers(JsonNode document) {
        List<JsonNode> all = new ArrayList<>();
        JsonNode pod = template(document).path("spec");
        pod.path("initContainers").forEach(all::add);
        pod.path("containers").forEach(all::add);
        return all;
    }
}
