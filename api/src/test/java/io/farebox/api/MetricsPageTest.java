package io.farebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.metrics.Meters;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of meters says what the catalogue says, in the names that Prometheus sees. */
class MetricsPageTest {
    private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");

    @Test
    void saysWhatTheCatalogueSays() throws IOException {
        StringBuilder made = new StringBuilder("\n| metric | type | labels | says |\n|---|---|---|---|\n");
        for (Meters meter : Meters.values()) {
            made.append("| `")
                    .append(exported(meter))
                    .append("` | ")
                    .append(type(meter))
                    .append(" | ");
            made.append(meter.tags().stream().map(tag -> "`" + tag + "`").collect(Collectors.joining(", ")));
            made.append(" | ").append(meter.description()).append(" |\n");
        }
        Page.holds("metrics.md", made.toString());
    }

    @Test
    void noTagIsWhatClientsChoose() {
        List<String> unbounded = List.of("account", "list", "connection", "customer", "number", "message", "key");
        assertThat(Arrays.stream(Meters.values()).flatMap(meter -> meter.tags().stream()))
                .doesNotContainAnyElementsOf(unbounded);
    }

    @Test
    void everyNameIsTakenOnceAndEveryMeaningIsASentence() {
        assertThat(Arrays.stream(Meters.values()).map(Meters::meter))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("farebox(\\.[a-z]+)+"));
        assertThat(Arrays.stream(Meters.values()).map(Meters::description)).allMatch(text -> text.endsWith("."));
    }

    private static String type(Meters meter) {
        String bounds = meter.bounds().stream()
                .map(bound -> bound == Math.rint(bound) ? Long.toString(bound.longValue()) : Double.toString(bound))
                .collect(Collectors.joining(" "));
        return switch (meter.type()) {
            case TIMER, DISTRIBUTION_SUMMARY -> "histogram, up to " + bounds;
            case COUNTER, GAUGE, LONG_TASK_TIMER, OTHER -> meter.type().name().toLowerCase(Locale.ROOT);
        };
    }

    private static String exported(Meters meter) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        String[] values = meter.tags().toArray(new String[0]);
        if (meter.type() == Meter.Type.TIMER) {
            meter.timer(registry, values);
        } else if (meter.type() == Meter.Type.DISTRIBUTION_SUMMARY) {
            meter.summary(registry, values);
        } else if (meter.type() == Meter.Type.COUNTER) {
            meter.counter(registry, values);
        } else {
            meter.gauge(registry, registry, any -> 0, values);
        }
        String exposed = registry.scrape();
        return FAMILY.matcher(exposed)
                .results()
                .map(match -> match.group(1))
                .filter(name -> !name.endsWith("_max") || meter.type() == Meter.Type.GAUGE)
                .findFirst()
                .orElseThrow();
    }
}
