package io.farebox.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTest {
    private static final Growing LEVELS = new Growing() {
        @Override
        public String what() {
            return "levels";
        }

        @Override
        public String expected() {
            return "flat";
        }

        @Override
        public List<Long> sizes() {
            return Growing.within(1_500, 1, 1_000, 10_000);
        }

        @Override
        public List<Grown> at(long size, Round round) {
            throw new UnsupportedOperationException();
        }
    };

    @Test
    void itGrowsNoFurtherThanItsBound() {
        assertThat(LEVELS.sizes()).containsExactly(1L, 1_000L);
    }

    @Test
    void eachLineIsRelativeToTheFirst() {
        Columns table = new Columns("what", "beside", "/s", "relative", "p50", "p99", "relative", "bytes", "must stay");
        Grown least = new Grown("sends", 1, 5_000, 2, 4, Double.NaN);
        Growth.add(table, LEVELS, least, least);
        Growth.add(table, LEVELS, new Grown("sends", 1_000, 4_000, 3, 6, 1.85), least);
        assertThat(table).hasToString("""
                        what   beside        /s     relative  p50   p99   relative  bytes  must stay
                        sends  1 levels      5,000  1.00      2.00  4.00  1.00             flat
                        sends  1,000 levels  4,000  0.80      3.00  6.00  1.50      1.85  \s
                        """);
    }
}
