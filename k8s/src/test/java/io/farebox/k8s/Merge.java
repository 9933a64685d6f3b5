package io.farebox.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Strategic merge, as far as our patches go: objects are merged, lists with a key by it, and other lists are replaced. */
final class Merge {
    private static final Map<String, String> KEYS = Map.of(
            "containers", "name",
            "initContainers", "name",
            "env", "name",
            "ports", "containerPort",
            "volumes", "name",
            "volumeMounts", "mountPath");

    private Merge() {}

    static void into(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(field -> {
            String name = field.getKey();
            JsonNode old = target.get(name);
            JsonNode now = field.getValue();
            if (now.isNull()) {
                throw new IllegalArgumentException("removing " + name + " is not understood here");
            }
            if (old instanceof ObjectNode oldObject && now instanceof ObjectNode nowObject) {
                into(oldObject, nowObject);
            } else if (old instanceof ArrayNode oldList && now instanceof ArrayNode nowList && KEYS.containsKey(name)) {
                intoList(oldList, nowList, KEYS.get(name));
            } else {
                target.set(name, now.deepCopy());
            }
        });
    }

    /** What is patched comes first, in the patch's order, as kustomize has it. */
    private static void intoList(ArrayNode list, ArrayNode patch, String key) {
        List<JsonNode> merged = new ArrayList<>();
        for (JsonNode element : patch) {
            ObjectNode one = element.deepCopy();
            for (Iterator<JsonNode> rest = list.iterator(); rest.hasNext(); ) {
                JsonNode old = rest.next();
                if (old.path(key).equals(element.path(key))) {
                    rest.remove();
                    one = (ObjectNode) old;
                    into(one, (ObjectNode) element);
                }
            }
            merged.add(one);
        }
        list.forEach(merged::add);
        list.removeAll().addAll(merged);
    }
}
