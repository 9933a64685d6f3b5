package io.farebox.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void aRatioIsTheMedianOfTheRoundsOwn() {
        Measured measured =
                measured(Goal.ratioAtLeast(0.6), Reading.ratio(60, 100), Reading.ratio(90, 100), Reading.ratio(14, 20));
        assertThat(measured.value()).isEqualTo(0.7);
        assertThat(measured.subject()).isEqualTo(60);
        assertThat(measured.yardstick()).hasValue(100);
        assertThat(measured.least()).isEqualTo(0.6);
        assertThat(measured.most()).isEqualTo(0.9);
        assertThat(measured.isReached()).isTrue();
    }

    @Test
    void anAmountMustStayBelowItsGoal() {
        assertThat(measured(Goal.atMost(5, "ms"), Reading.amount(4), Reading.amount(8))
                        .isReached())
                .isFalse();
        assertThat(measured(Goal.atMost(5, "ms"), Reading.amount(4), Reading.amount(5))
                        .isReached())
                .isTrue();
    }

    @Test
    void theColumnsAreAligned() {
        Table table = new Table();
        table.add(measured(Goal.ratioAtLeast(0.6), Reading.ratio(12_345, 20_000)));
        table.add(measured(Goal.atMost(5, "ms"), Reading.amount(7.5)));
        table.add(measured(Goal.NONE, Reading.ratio(100, 50)));
        assertThat(table).hasToString("""
                        what   against  measured  yardstick  value    spread       must reach \s
                        a row  another  12,345/s  20,000/s   0.62     0.62 – 0.62  ≥ 0.60      pass
                        a row  another                       7.50 ms  7.50 – 7.50  ≤ 5.00 ms   FAIL
                        a row  another  100/s     50/s       2.00     2.00 – 2.00  –          \s
                        """);
    }

    private static Measured measured(Goal goal, Reading... readings) {
        Measured measured = new Measured(new Row() {
            @Override
            public String what() {
                return "a row";
            }

            @Override
            public String against() {
                return "another";
            }

            @Override
            public Goal goal() {
                return goal;
            }

            @Override
            public Reading measure(Round round) {
                throw new UnsupportedOperationException();
            }
        });
        List.of(readings).forEach(measured::add);
        return measured;
    }
}
