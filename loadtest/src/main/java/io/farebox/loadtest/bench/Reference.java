package io.farebox.loadtest.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An earlier result, to tell whether anything has become worse than noise explains.
 *
 * <p>Only ratios and sizes with a goal are compared: they say the same on another machine. Milliseconds do not.
 */
public final class Reference {
    /**
     * What the best round may be worse than the earlier worst one. Rounds of one run show how a machine varies within minutes,
     * and not how it does from day to day.
     */
    static final double NOISE = 0.15;

    private static final String MILLISECONDS = "ms";

    private final JsonNode before;

    Reference(JsonNode before) {
        this.before = before;
    }

    /** The result that {@code --json} wrote. */
    public static Reference read(Path file) throws IOException {
        return new Reference(new ObjectMapper().readTree(file.toFile()));
    }

    /** A sentence for each row that is worse, or was not measured now; empty where nothing is. */
    public List<String> worse(JsonNode now) {
        Map<String, JsonNode> rows = new HashMap<>();
        now.path("rows").forEach(row -> rows.put(name(row), row));
        List<String> worse = new ArrayList<>();
        for (JsonNode earlier : before.path("rows")) {
            if (isCompared(earlier)) {
                compare(earlier, rows.get(name(earlier)), worse);
            }
        }
        return worse;
    }

    private static boolean isCompared(JsonNode earlier) {
        return !earlier.path("unit").asText().equals(MILLISECONDS)
                && !earlier.path("mustReach").asText().equals(Goal.NONE.toString());
    }

    private static void compare(JsonNode earlier, @Nullable JsonNode row, List<String> worse) {
        if (row == null) {
            worse.add(name(earlier) + ": not measured");
            return;
        }
        boolean more = earlier.path("mustReach").asText().startsWith(Goal.AT_LEAST);
        double best = row.path(more ? "most" : "least").asDouble();
        double worst = earlier.path(more ? "least" : "most").asDouble();
        if (more ? best < worst * (1 - NOISE) : best > worst * (1 + NOISE)) {
            worse.add(String.format(
                    Locale.ROOT,
                    "%s: %s at best, where it was %s at worst",
                    name(row),
                    Goal.number(best),
                    Goal.number(worst)));
        }
    }

    private static String name(JsonNode row) {
        return row.path("what").asText() + " against " + row.path("against").asText();
    }
}
