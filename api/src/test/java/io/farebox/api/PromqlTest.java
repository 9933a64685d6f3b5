package io.farebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromqlTest {
    @Test
    void findsMetricsAndNothingElse() {
        assertThat(Promql.names(
                        "histogram_quantile(0.99, sum by (le, path) (rate(a_bucket{path=\"/v1/{x}\"}[5m]))) > 1"))
                .containsExactly("a_bucket");
        assertThat(Promql.names("sum(rate(b_total[30m] offset 1h)) > 0.1 unless sum by (c) (d_total) > 2 * scalar(e)"))
                .containsExactly("b_total", "d_total", "e");
        assertThat(Promql.names("absent(up{job=\"farebox\"} == 1)")).containsExactly("up");
    }
}
