package io.farebox.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every document is what it says it is. */
class ModelsTest {
    @ParameterizedTest
    @MethodSource("io.farebox.k8s.Overlays#directories")
    void everyDocumentIsOfItsType(Path overlay) throws JsonProcessingException {
        for (ObjectNode document : Overlays.documents(overlay)) {
            assertThat(Models.read(document)).as(Yaml.name(document)).isNotNull();
        }
    }

    @Test
    void aFieldThatATypeDoesNotHaveIsAFault() {
        assertRefused("{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {port: [{port: 1}]}}", "port");
        assertRefused(
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {spec: {containers:"
                        + " [{name: a, readinesProbe: {}}]}}}}",
                "readinesProbe");
        assertRefused("{apiVersion: monitoring.coreos.com/v1, kind: ServiceMonitor, spec: {endpoint: []}}", "endpoint");
    }

    @Test
    void aNumberWhereATextMustBeIsAFault() {
        assertRefused(
                "{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: [{name: a, env: [{name:"
                        + " A, value: 1}]}]}}}}",
                "value");
        assertRefused("{apiVersion: apps/v1, kind: Deployment, spec: {replicas: two}}", "replicas");
    }

    private static void assertRefused(String yaml, String field) {
        assertThatThrownBy(() -> Models.read(Yaml.documents(yaml).get(0)))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining(field);
    }
}
