package io.farebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.farebox.api.RunningApi.Tenant;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What dashboards and alerts ask for is what a server exports. */
class MonitoringIT {
    private static final Path MONITORING = Path.of("..", "k8s", "components", "monitoring");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)[{ ]");
    private static final Pattern TAGS = Pattern.compile("(account|list|connection|number|to)=\"");
    /** What Prometheus itself says of each target. */
    private static final Set<String> OF_PROMETHEUS = Set.of("up");

    private final RunningApi api = RunningApi.shared();

    private String scraped() throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + api.managementPort + "/metrics");
        return api.client
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    /** A call of each kind that a panel looks at. */
    private void doSomething() {
        Tenant tenant = api.tenant("100");
        String send =
                tenant.send("{\"text\": \"x\", \"to\": [\"+12025550123\"]}").text("/id");
        api.operator("POST", "/v1/connections", "{\"name\": \"monitored\", \"provider\": \"farebox\"}");
        api.operator(
                "POST",
                "/v1/dlr/monitored",
                "{\"reports\": [{\"message\": \"" + send + "-0\", \"status\": \"delivered\"}]}");
        api.operator("POST", "/v1/dlr/monitored", "{\"reports\": 1}");
        System.gc(); // Pauses are exported once there was one.
    }

    @Test
    void exportsWhatIsAskedForAndNothingOfCustomers() throws Exception {
        doSomething();
        String scraped = scraped();
        Set<String> exported = SAMPLE.matcher(scraped)
                .results()
                .map(sample -> sample.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        exported.addAll(OF_PROMETHEUS);
        for (String query : queries()) {
            assertThat(exported).as(query).containsAll(Promql.names(query));
        }
        assertThat(scraped).doesNotContainPattern(TAGS);
        assertThat(scraped.lines().filter(line -> !line.startsWith("#")).count())
                .isLessThan(20_000);
    }

    private static List<String> queries() throws IOException {
        List<String> queries;
        try (Stream<Path> files = Files.list(MONITORING.resolve("dashboards"))) {
            queries = files.sorted()
                    .flatMap(file -> texts(new ObjectMapper(), file, "expr").stream())
                    .collect(Collectors.toList());
        }
        assertThat(queries).hasSizeGreaterThan(40);
        List<String> rules = texts(new YAMLMapper(), MONITORING.resolve("rules.yaml"), "expr");
        assertThat(rules).hasSizeGreaterThan(10);
        queries.addAll(rules);
        return queries;
    }

    private static List<String> texts(ObjectMapper mapper, Path file, String field) {
        try {
            JsonNode tree = mapper.readTree(Files.readString(file));
            return tree.findValuesAsText(field);
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }
}
