package io.farebox.api.carrier;

import io.farebox.api.json.JsonInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of somebody else's JSON. What is not there, or is of another kind than asked for, is absent and no fault. */
final class Foreign {
    /** Values of one delivery: thousands of reports with some twenty values each. */
    private static final int VALUES_MAX = 200_000;

    private final @Nullable Object value;

    private Foreign(@Nullable Object value) {
        this.value = value;
    }

    /** The body of a delivery. */
    static Foreign of(Delivery delivery) {
        return new Foreign(delivery.call().json(in -> root(in)));
    }

    private static Object root(JsonInput in) throws java.io.IOException {
        Object root = in.any(VALUES_MAX);
        return root == null ? Map.of() : root;
    }

    /** The value at the end of a path of field names. */
    Foreign at(String... path) {
        Object found = value;
        for (String name : path) {
            found = found instanceof Map<?, ?> fields ? fields.get(name) : null;
        }
        return new Foreign(found);
    }

    /** Its text, where it is a scalar. */
    @Nullable
    String text() {
        return value instanceof String text ? text : null;
    }

    /** The text at the end of a path, empty where there is none. */
    String text(String... path) {
        String text = at(path).text();
        return text == null ? "" : text;
    }

    boolean isList() {
        return value instanceof List<?>;
    }

    /** Its items, where it is a list. */
    List<Foreign> items() {
        List<Foreign> items = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(item -> items.add(new Foreign(item)));
        }
        return items;
    }

    /** Its scalar items, where it is a list. */
    List<String> listed() {
        List<String> listed = new ArrayList<>();
        items().forEach(item -> {
            if (item.value instanceof String text) {
                listed.add(text);
            }
        });
        return listed;
    }

    /** Its scalar fields, where it is an object. */
    Map<String, String> texts() {
        Map<String, String> texts = new java.util.LinkedHashMap<>();
        if (value instanceof Map<?, ?> fields) {
            fields.forEach((name, field) -> {
                if (field instanceof String text) {
                    texts.put((String) name, text);
                }
            });
        }
        return texts;
    }
}
