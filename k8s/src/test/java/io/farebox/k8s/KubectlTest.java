package io.farebox.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What we render is what kubectl renders, where it is installed. */
@EnabledIf("io.farebox.k8s.Program#hasKubectl")
class KubectlTest {
    /** What kustomize appends to the name of a generated map. */
    private static final String HASH = "(farebox-settings|farebox-redis)-[a-z0-9]{10}\\b";

    @ParameterizedTest
    @MethodSource("io.farebox.k8s.Overlays#directories")
    void rendersTheSame(Path overlay) throws Exception {
        String rendered =
                Program.run("kubectl", "kustomize", overlay.toString()).replaceAll(HASH, "$1");
        assertThat(byName(Overlays.documents(overlay))).isEqualTo(byName(Yaml.documents(rendered)));
    }

    private static Map<String, ObjectNode> byName(List<ObjectNode> documents) {
        return documents.stream()
                .collect(Collectors.toMap(Yaml::name, document -> document, (a, b) -> a, TreeMap::new));
    }
}
