package io.farebox.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ./farebox dev} takes from its surroundings.
 *
 * @param state where the stores' data and the keys are kept
 * @param operatorKey the operator's key if it was set, else one is made and kept in the state
 * @param apiJvmOptions JAVA_OPTS
 */
record DevSettings(
        Path state,
        Path apiJar,
        int httpPort,
        int managementPort,
        @Nullable String operatorKey,
        List<String> apiJvmOptions) {
    static final String STATE_PROPERTY = "farebox.state";
    static final String API_JAR_PROPERTY = "farebox.api.jar";

    private static final int HTTP_PORT = 8080;
    private static final int MANAGEMENT_PORT = 8081;
    private static final int PORT_MAX = 65_535;

    static DevSettings from(Properties properties, Map<String, String> environment) {
        String jvmOptions = environment.getOrDefault("JAVA_OPTS", "").strip();
        return new DevSettings(
                Path.of(properties.getProperty(STATE_PROPERTY, ".farebox"))
                        .toAbsolutePath()
                        .normalize(),
                Path.of(properties.getProperty(API_JAR_PROPERTY, "api/target/farebox-api.jar")),
                port(environment, "FAREBOX_HTTP_PORT", HTTP_PORT),
                port(environment, "FAREBOX_MANAGEMENT_PORT", MANAGEMENT_PORT),
                environment.get("FAREBOX_OPERATOR_KEY"),
                jvmOptions.isEmpty() ? List.of() : List.of(jvmOptions.split("\\s+", -1)));
    }

    private static int port(Map<String, String> environment, String name, int fallback) {
        String text = environment.get(name);
        if (text == null || text.isBlank()) {
            return fallback;
        }
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) == 0 || Integer.parseInt(text) > PORT_MAX) {
            throw new LocalException(name + " must be a port from 1 to " + PORT_MAX + ", not \"" + text + "\".");
        }
        return Integer.parseInt(text);
    }
}
