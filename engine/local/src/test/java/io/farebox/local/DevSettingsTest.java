package io.farebox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevSettingsTest {
    @Test
    void nothingSetMeansTheDocumentedPorts() {
        DevSettings settings = DevSettings.from(new Properties(), Map.of());
        assertThat(settings.httpPort()).isEqualTo(8080);
        assertThat(settings.managementPort()).isEqualTo(8081);
        assertThat(settings.operatorKey()).isNull();
        assertThat(settings.apiJvmOptions()).isEmpty();
        assertThat(settings.state()).isAbsolute().endsWithRaw(Path.of(".farebox"));
    }

    @Test
    void theEnvironmentIsTaken() {
        DevSettings settings = DevSettings.from(
                new Properties(),
                Map.of(
                        "FAREBOX_HTTP_PORT", "9090",
                        "FAREBOX_MANAGEMENT_PORT", "9091",
                        "FAREBOX_OPERATOR_KEY", "secret",
                        "JAVA_OPTS", " -Xmx1g  -Da=b "));
        assertThat(settings.httpPort()).isEqualTo(9090);
        assertThat(settings.managementPort()).isEqualTo(9091);
        assertThat(settings.operatorKey()).isEqualTo("secret");
        assertThat(settings.apiJvmOptions()).containsExactly("-Xmx1g", "-Da=b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "80a", "-1", "999999"})
    void whatIsNoPortIsSaidInOneSentence(String port) {
        assertThatThrownBy(() -> DevSettings.from(new Properties(), Map.of("FAREBOX_HTTP_PORT", port)))
                .isInstanceOf(LocalException.class)
                .hasMessage("FAREBOX_HTTP_PORT must be a port from 1 to 65535, not \"" + port + "\".");
    }
}
