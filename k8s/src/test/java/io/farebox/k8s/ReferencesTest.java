package io.farebox.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farebox.api.settings.Setting;
import io.farebox.api.settings.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What names something else names something that is there. */
class ReferencesTest {
    private static List<ObjectNode> ofKind(List<ObjectNode> documents, String kind) {
        return documents.stream()
                .filter(document -> document.path("kind").asText().equals(kind))
                .toList();
    }

    private static boolean selects(JsonNode labels, JsonNode workload) {
        JsonNode carried = Pods.template(workload).at("/metadata/labels");
        return labels.properties().stream()
                .allMatch(label -> carried.path(label.getKey()).equals(label.getValue()));
    }

    @ParameterizedTest
    @MethodSource("io.farebox.k8s.Overlays#directories")
    void selectorsSelectPods(Path overlay) {
        List<ObjectNode> all = Overlays.documents(overlay);
        for (ObjectNode service : ofKind(all, "Service")) {
            assertThat(all)
                    .as(Yaml.name(service))
                    .anyMatch(one -> Pods.isWorkload(one)
                            && selects(service.at("/spec/selector"), one)
                            && hasPort(
                                    one, service.at("/spec/ports/0/targetPort").asText()));
        }
        for (ObjectNode budget : ofKind(all, "PodDisruptionBudget")) {
            assertThat(all)
                    .as(Yaml.name(budget))
                    .anyMatch(one -> Pods.isWorkload(one) && selects(budget.at("/spec/selector/matchLabels"), one));
        }
        for (ObjectNode scaler : ofKind(all, "HorizontalPodAutoscaler")) {
            String target = scaler.at("/spec/scaleTargetRef/kind").asText() + "/"
                    + scaler.at("/spec/scaleTargetRef/name").asText();
            assertThat(all).as(Yaml.name(scaler)).anyMatch(one -> Yaml.name(one).equals(target));
        }
        for (ObjectNode monitor : ofKind(all, "ServiceMonitor")) {
            assertThat(ofKind(all, "Service"))
                    .as(Yaml.name(monitor))
                    .anyMatch(service -> monitor.at("/spec/selector/matchLabels").properties().stream()
                            .allMatch(label -> service.at("/metadata/labels")
                                    .path(label.getKey())
                                    .equals(label.getValue())));
        }
    }

    private static boolean hasPort(JsonNode workload, String port) {
        return Pods.containers(workload).stream()
                .anyMatch(container ->
                        container.path("ports").findValuesAsText("name").contains(port));
    }

    @ParameterizedTest
    @MethodSource("io.farebox.k8s.Overlays#directories")
    void everybodyIsAllowedSomethingAndNobodyEverything(Path overlay) {
        List<ObjectNode> all = Overlays.documents(overlay);
        assertThat(ofKind(all, "NetworkPolicy"))
                .anyMatch(policy -> policy.at("/spec/podSelector").isEmpty()
                        && policy.at("/spec/policyTypes").size() == 2
                        && !policy.path("spec").has("ingress")
                        && !policy.path("spec").has("egress"));
        for (ObjectNode workload : all.stream().filter(Pods::isWorkload).toList()) {
            assertThat(ofKind(all, "NetworkPolicy"))
                    .as("a policy of %s", Yaml.name(workload))
                    .anyMatch(policy -> isFor(policy.at("/spec/podSelector"), workload));
        }
    }

    private static boolean isFor(JsonNode selector, JsonNode workload) {
        JsonNode labels = selector.path("matchLabels");
        boolean named = !labels.isEmpty() && selects(labels, workload);
        JsonNode expression = selector.at("/matchExpressions/0");
        String carried = Pods.template(workload)
                .at("/metadata/labels")
                .path(expression.path("key").asText())
                .asText();
        for (JsonNode value : expression.path("values")) {
            named |= value.asText().equals(carried);
        }
        return named;
    }

    @ParameterizedTest
    @MethodSource("io.farebox.k8s.Overlays#directories")
    void mountedAndReadMapsAreThere(Path overlay) {
        List<ObjectNode> all = Overlays.documents(overlay);
        Set<String> maps = ofKind(all, "ConfigMap").stream()
                .map(map -> map.at("/metadata/name").asText())
                .collect(Collectors.toSet());
        for (ObjectNode workload : all.stream().filter(Pods::isWorkload).toList()) {
            JsonNode pod = Pods.template(workload).path("spec");
            for (JsonNode reference : pod.findValues("configMapRef")) {
                assertThat(maps).contains(reference.path("name").asText());
            }
            for (JsonNode volume : pod.findValues("configMap")) {
                assertThat(maps).contains(volume.path("name").asText());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.farebox.k8s.Overlays#directories")
    void theEnginesCanStartWithTheirSettings(Path overlay) {
        List<ObjectNode> all = Overlays.documents(overlay);
        Map<String, String> environment = new HashMap<>();
        ofKind(all, "ConfigMap").stream()
                .filter(map -> Yaml.name(map).equals("ConfigMap/farebox-settings"))
                .flatMap(map -> map.path("data").properties().stream())
                .forEach(entry ->
                        environment.put(entry.getKey(), entry.getValue().asText()));
        assertThat(environment).isNotEmpty();
        environment.put(Setting.OPERATOR_KEY.variable(), "sixteen-characters");
        assertThatCode(() -> Settings.load(environment, null)).doesNotThrowAnyException();
        Set<String> known =
                Set.of(Setting.values()).stream().map(Setting::variable).collect(Collectors.toSet());
        assertThat(known).containsAll(environment.keySet());
        ObjectNode engine = ofKind(all, "Deployment").get(0);
        assertThat(known)
                .containsAll(Pods.containers(engine).get(0).path("env").findValuesAsText("name").stream()
                        .filter(name -> name.startsWith("FAREBOX_"))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("io.farebox.k8s.Overlays#directories")
    void aStopIsGivenAsLongAsItMayTake(Path overlay) throws Settings.Faulty {
        List<ObjectNode> all = Overlays.documents(overlay);
        ObjectNode engine = ofKind(all, "Deployment").get(0);
        JsonNode data = ofKind(all, "ConfigMap").stream()
                .filter(map -> Yaml.name(map).equals("ConfigMap/farebox-settings"))
                .findFirst()
                .orElseThrow()
                .path("data");
        int delaySeconds = data.path(Setting.DRAIN_DELAY_MS.variable()).asInt() / 1000;
        int drainSeconds = data.path(Setting.DRAIN_MAX_SECONDS.variable()).asInt();
        int storesSeconds = 40;
        assertThat(Pods.template(engine)
                        .at("/spec/terminationGracePeriodSeconds")
                        .asInt())
                .isGreaterThan(delaySeconds + drainSeconds + storesSeconds);
        int unreadySeconds = Pods.containers(engine)
                .get(0)
                .at("/readinessProbe/periodSeconds")
                .asInt();
        assertThat(delaySeconds).isGreaterThan(unreadySeconds);
    }
}
