package io.farebox.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
    private static final String SECRETS_KEY = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int print(Map<String, String> environment, Path file) {
        return ConfigCommand.print(
                environment, file, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    @Test
    void showsEveryValueAndWhereItComesFromAndNoSecret(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("farebox.properties");
        Files.writeString(file, "FAREBOX_HTTP_PORT=8090\nFAREBOX_CASSANDRA_USER=u\n");
        Map<String, String> environment = Map.of(
                "FAREBOX_OPERATOR_KEY", "operator-of-the-test",
                "FAREBOX_SECRETS_KEY", SECRETS_KEY,
                "FAREBOX_CASSANDRA_PASSWORD", "pass-of-the-test",
                "FAREBOX_REDIS_URI", "rediss://user:p@ss-of-the-test@redis.example.com:6380/0",
                "FAREBOX_HTPP_PORT", "8091");
        assertThat(print(environment, file)).isZero();
        assertThat(out.toString(UTF_8))
                .contains("[environment] FAREBOX_REDIS_URI=rediss://…@redis.example.com:6380/0\n")
                .contains("[environment] FAREBOX_OPERATOR_KEY=…\n")
                .contains("[environment] FAREBOX_SECRETS_KEY=…\n")
                .contains("[file]        FAREBOX_HTTP_PORT=8090\n")
                .contains("[default]     FAREBOX_MANAGEMENT_PORT=8081\n")
                .doesNotContain("of-the-test")
                .doesNotContain(SECRETS_KEY);
        assertThat(err.toString(UTF_8)).isEqualTo("In the environment, but no settings: FAREBOX_HTPP_PORT.\n");
    }

    @Test
    void tellsEveryFaultAtOnce() {
        Map<String, String> environment = Map.of(
                "FAREBOX_REDIS_URI", "http://user:secret-of-it@redis.example.com",
                "FAREBOX_CASSANDRA_CONTACT_POINTS", "cassandra.example.com",
                "FAREBOX_CASSANDRA_REPLICATION", "3",
                "FAREBOX_CASSANDRA_PASSWORD", "secret-of-it",
                "FAREBOX_SECRETS_KEY", "secret-of-it",
                "FAREBOX_PUBLIC_URL", "example.com",
                "FAREBOX_HTTP_PORT", "8081",
                "FAREBOX_LOG_FORMAT", "xml?");
        assertThat(print(environment, null)).isEqualTo(2);
        assertThat(err.toString(UTF_8).lines())
                .hasSize(8)
                .noneMatch(line -> line.contains("secret-of-it"))
                .contains("FAREBOX_CASSANDRA_CONTACT_POINTS must be HOST:PORT, with commas between several;"
                        + " \"cassandra.example.com\" is not.")
                .contains("FAREBOX_HTTP_PORT and FAREBOX_MANAGEMENT_PORT must differ; both are 8081.");
        assertThat(out.size()).isZero();
    }
}
