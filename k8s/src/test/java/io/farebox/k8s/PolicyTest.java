package io.farebox.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What we want of everything that runs in a cluster. */
class PolicyTest {
    private static List<ObjectNode> workloads(Path overlay) {
        List<ObjectNode> workloads =
                Overlays.documents(overlay).stream().filter(Pods::isWorkload).toList();
        assertThat(workloads).isNotEmpty();
        return workloads;
    }

    @ParameterizedTest
    @MethodSource("io.farebox.k8s.Overlays#directories")
    void everyImageHasATagThatStays(Path overlay) {
        for (ObjectNode workload : workloads(overlay)) {
            for (JsonNode container : Pods.containers(workload)) {
                assertThat(container.path("image").asText())
                        .as(named(workload, container))
                        .matches("[^:@]+(:\\d+/[^:@]+)?(:[^:@]+|@sha256:[0-9a-f]{64})")
                        .doesNotEndWith(":latest");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.farebox.k8s.Overlays#directories")
    void everyContainerSaysWhatItNeedsAndGetsNoMore(Path overlay) {
        for (ObjectNode workload : workloads(overlay)) {
            for (JsonNode container : Pods.containers(workload)) {
                for (String resource : List.of("cpu", "memory")) {
                    for (String bound : List.of("requests", "limits")) {
                        assertThat(container
                                        .at("/resources/" + bound + "/" + resource)
                                        .asText())
                                .as("%s of %s in %s", bound, resource, named(workload, container))
                                .isNotEmpty();
                    }
                }
            }
            for (JsonNode volume : Pods.template(workload).at("/spec/volumes")) {
                assertThat(volume.has("emptyDir") && !volume.at("/emptyDir").has("sizeLimit"))
                        .as("a volume without a bound in %s", Yaml.name(workload))
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.farebox.k8s.Overlays#directories")
    void nobodyIsRootOrCanBecomeIt(Path overlay) {
        for (ObjectNode workload : workloads(overlay)) {
            JsonNode pod = Pods.template(workload).path("spec");
            String name = Yaml.name(workload);
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean())
                    .as(name)
                    .isTrue();
            assertThat(pod.at("/securityContext/runAsUser").asInt()).as(name).isPositive();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                    .as(name)
                    .isEqualTo("RuntimeDefault");
            for (String shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
                assertThat(pod.path(shared).asBoolean())
                        .as("%s of %s", shared, name)
                        .isFalse();
            }
            assertThat(pod.path("volumes").findValues("hostPath")).as(name).isEmpty();
            for (JsonNode container : Pods.containers(workload)) {
                JsonNode security = container.path("securityContext");
                String which = named(workload, container);
                assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                        .as(which)
                        .isFalse();
                assertThat(security.path("privileged").asBoolean()).as(which).isFalse();
                assertThat(security.path("readOnlyRootFilesystem").asBoolean())
                        .as(which)
                        .isTrue();
                assertThat(security.at("/capabilities/drop/0").asText())
                        .as(which)
                        .isEqualTo("ALL");
                assertThat(security.at("/capabilities").has("add")).as(which).isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.farebox.k8s.Overlays#directories")
    void nobodyKnowsTheClusterOrTakesItsVariablesForSettings(Path overlay) {
        for (ObjectNode workload : workloads(overlay)) {
            JsonNode pod = Pods.template(workload).path("spec");
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true))
                    .as(Yaml.name(workload))
                    .isFalse();
            assertThat(pod.path("enableServiceLinks").asBoolean(true))
                    .as(Yaml.name(workload))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("io.farebox.k8s.Overlays#directories")
    void whatServesIsProbedAndWhatEndsIsBounded(Path overlay) {
        for (ObjectNode workload : workloads(overlay)) {
            if (workload.path("kind").asText().equals("Job")) {
                assertThat(workload.at("/spec").has("activeDeadlineSeconds"))
                        .as(Yaml.name(workload))
                        .isTrue();
                assertThat(workload.at("/spec").has("ttlSecondsAfterFinished"))
                        .as(Yaml.name(workload))
                        .isTrue();
                continue;
            }
            for (JsonNode container : Pods.template(workload).at("/spec/containers")) {
                for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                    assertThat(container.has(probe))
                            .as("%s of %s", probe, named(workload, container))
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.farebox.k8s.Overlays#directories")
    void secretsComeByReference(Path overlay) {
        assertThat(Overlays.documents(overlay))
                .noneMatch(document -> document.path("kind").asText().equals("Secret"));
        for (ObjectNode workload : workloads(overlay)) {
            for (JsonNode container : Pods.containers(workload)) {
                for (JsonNode variable : container.path("env")) {
                    assertThat(variable.path("name").asText().matches(".*(KEY|PASSWORD|AUTH|REDIS_URI|USER)")
                                    && !variable.at("/valueFrom").has("secretKeyRef"))
                            .as("%s of %s", variable.path("name"), named(workload, container))
                            .isFalse();
                }
            }
        }
    }

    private static String named(JsonNode workload, JsonNode container) {
        return Yaml.name(workload) + "/" + container.path("name").asText();
    }
}
