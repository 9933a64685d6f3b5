package io.farebox.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

final class ReferenceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aRatioIsWorseWhereItsBestRoundIsBelowTheEarlierWorstOne() {
        Reference earlier = new Reference(result(row("sends", "≥ 0.60", "", 0.50, 0.70)));

        assertThat(earlier.worse(result(row("sends", "≥ 0.60", "", 0.10, 0.43))))
                .isEmpty();
        assertThat(earlier.worse(result(row("sends", "≥ 0.60", "", 0.10, 0.42))))
                .containsExactly("sends against echo: 0.42 at best, where it was 0.50 at worst");
    }

    @Test
    void aSizeIsWorseWhereItIsLarger() {
        Reference earlier = new Reference(result(row("memory", "≤ 2.00 bytes", "bytes", 2.0, 2.1)));

        assertThat(earlier.worse(result(row("memory", "≤ 2.00 bytes", "bytes", 2.4, 9))))
                .isEmpty();
        assertThat(earlier.worse(result(row("memory", "≤ 2.00 bytes", "bytes", 2.5, 9))))
                .hasSize(1);
    }

    @Test
    void timesAreTheMachines() {
        Reference earlier = new Reference(result(row("latency", "≤ 5.00 ms", "ms", 2, 3)));

        assertThat(earlier.worse(result(row("latency", "≤ 5.00 ms", "ms", 200, 300))))
                .isEmpty();
    }

    @Test
    void whatHasNoGoalIsOnlyShown() {
        Reference earlier = new Reference(result(row("sends", Goal.NONE.toString(), "", 9, 9.5)));

        assertThat(earlier.worse(result())).isEmpty();
    }

    @Test
    void whatIsNotMeasuredAnyMoreIsTold() {
        Reference earlier = new Reference(result(row("sends", "≥ 0.60", "", 0.50, 0.70)));

        assertThat(earlier.worse(result())).containsExactly("sends against echo: not measured");
    }

    private static JsonNode result(ObjectNode... rows) {
        ObjectNode made = JSON.createObjectNode();
        var all = made.putArray("rows");
        for (ObjectNode row : rows) {
            all.add(row);
        }
        return made;
    }

    private static ObjectNode row(String what, String mustReach, String unit, double least, double most) {
        return JSON.createObjectNode()
                .put("what", what)
                .put("against", "echo")
                .put("mustReach", mustReach)
                .put("unit", unit)
                .put("least", least)
                .put("most", most);
    }
}
