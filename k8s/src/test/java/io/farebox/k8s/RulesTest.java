package io.farebox.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Every alert has a page, every page an alert, and every alert a test that makes it fire. */
class RulesTest {
    private static final Path RULES = Path.of("components", "monitoring", "rules.yaml");
    private static final Path TESTS = Path.of("src", "test", "promtool", "rules-test.yaml");
    private static final Path ROOT = Path.of("..");
    private static final List<String> SECTIONS =
            List.of("## What it means", "## What to look at", "## What to do", "## What not to do");

    private static List<JsonNode> alerts() {
        List<JsonNode> alerts = new ArrayList<>();
        JsonNode groups = Yaml.documents(RULES).get(0).at("/spec/groups");
        groups.forEach(group -> group.path("rules").forEach(alerts::add));
        return alerts;
    }

    private static Set<String> names() {
        return alerts().stream()
                .map(alert -> alert.path("alert").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyAlertSaysWhomItWakesAndWhereToRead() {
        for (JsonNode alert : alerts()) {
            String name = alert.path("alert").asText();
            assertThat(name).matches("Farebox[A-Z]\\w+");
            assertThat(alert.at("/labels/severity").asText()).as(name).isIn("page", "ticket");
            assertThat(alert.at("/annotations/summary").asText()).as(name).endsWith(".");
            assertThat(alert.at("/annotations/runbook_url").asText()).isEqualTo("docs/runbooks/" + name + ".md");
        }
    }

    @Test
    void everyPageIsOfAnAlertAndSaysWhatToDo() throws IOException {
        Set<String> pages = new TreeSet<>();
        try (Stream<Path> files = Files.list(ROOT.resolve("docs/runbooks"))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replace(".md", "");
                if (!name.equals("README")) {
                    pages.add(name);
                    assertThat(Files.readString(file))
                            .as(name)
                            .startsWith("# " + name + "\n")
                            .contains(SECTIONS);
                }
            }
        }
        assertThat(pages).isEqualTo(names());
    }

    @Test
    void everyAlertIsTested() {
        Set<String> tested = new TreeSet<>();
        Yaml.documents(TESTS)
                .get(0)
                .path("tests")
                .forEach(test -> test.path("alert_rule_test").forEach(rule -> {
                    if (!rule.path("exp_alerts").isEmpty()) {
                        tested.add(rule.path("alertname").asText());
                    }
                }));
        assertThat(tested).isEqualTo(names());
    }

    @Test
    @EnabledIf("io.farebox.k8s.Program#hasPromtool")
    void promtoolAgrees(@TempDir Path directory) throws Exception {
        Path rules = directory.resolve("rules.yaml");
        Files.writeString(rules, Yaml.written(Yaml.documents(RULES).get(0).path("spec")));
        Path tests = Files.copy(TESTS, directory.resolve("rules-test.yaml"));
        assertThat(Program.run("promtool", "check", "rules", rules.toString())).contains("SUCCESS");
        assertThat(Program.run("promtool", "test", "rules", tests.toString())).contains("SUCCESS");
    }
}
