package io.farebox.loadtest.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FateTest {
    @Test
    void fatesAreDrawnBySeedAndAllOccur() {
        Map<Fate, Integer> counts = new EnumMap<>(Fate.class);
        for (int i = 0; i < 100_000; i++) {
            assertThat(Fate.of(7, "r", i)).isEqualTo(Fate.of(7, "r", i));
            counts.merge(Fate.of(7, "r", i), 1, Integer::sum);
        }
        assertThat(counts).containsOnlyKeys(Fate.values());
        assertThat(counts.get(Fate.DELIVERED)).isBetween(76_000, 78_000);
        assertThat(counts.get(Fate.NEVER)).isBetween(900, 1_100);
    }
}
