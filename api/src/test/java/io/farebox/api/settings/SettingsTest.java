package io.farebox.api.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    private static final String KEY = "sixteen-characters";

    @Test
    void hasADefaultForAllButTheKey() throws Settings.Faulty {
        Settings settings = Settings.load(Map.of("FAREBOX_OPERATOR_KEY", KEY), null);
        assertThat(settings.number(Setting.HTTP_PORT)).isEqualTo(8080);
        assertThat(settings.number(Setting.PARTITIONS)).isEqualTo(16);
        for (Setting setting : Setting.values()) {
            assertThat(settings.text(setting)).isNotNull();
        }
    }

    @Test
    void tellsAllFaultsAtOnceAndNoSecret() {
        Map<String, String> environment = Map.of(
                "FAREBOX_OPERATOR_KEY", "short",
                "FAREBOX_HTTP_PORT", "70000",
                "FAREBOX_PARTITIONS", "many",
                "FAREBOX_CASSANDRA_KEYSPACE", "");
        Settings.Faulty faulty = catchThrowableOfType(Settings.Faulty.class, () -> Settings.load(environment, null));
        assertThat(faulty.sentences()).hasSize(4).noneMatch(sentence -> sentence.contains("short"));
        assertThat(faulty.sentences())
                .anyMatch(s -> s.contains("FAREBOX_HTTP_PORT must be a whole number from 0 to 65535"));
    }

    @Test
    void tellsFaultsOfTracing() {
        Map<String, String> environment = Map.of(
                "FAREBOX_OPERATOR_KEY", KEY,
                "FAREBOX_TRACING_ENDPOINT", "http://somebody:secret@collector:4318",
                "FAREBOX_TRACING_SAMPLE_RATIO", "1.5",
                "FAREBOX_TRACING_QUEUE_MAX", "10",
                "FAREBOX_TRACING_BATCH_MAX", "11");
        Settings.Faulty faulty = catchThrowableOfType(Settings.Faulty.class, () -> Settings.load(environment, null));
        assertThat(faulty.sentences())
                .hasSize(3)
                .anyMatch(s -> s.startsWith("FAREBOX_TRACING_ENDPOINT must be a URL"))
                .anyMatch(s -> s.startsWith("FAREBOX_TRACING_SAMPLE_RATIO must be a number from 0 to 1"))
                .anyMatch(s -> s.startsWith("FAREBOX_TRACING_BATCH_MAX must not be above"));
    }

    @Test
    void aRatioIsANumberFromZeroToOne() throws Settings.Faulty {
        for (String right : new String[] {"0", "1", "0.25", "1.0", "0.000000001"}) {
            Map<String, String> environment =
                    Map.of("FAREBOX_OPERATOR_KEY", KEY, "FAREBOX_TRACING_SAMPLE_RATIO", right);
            assertThat(Settings.load(environment, null).ratio(Setting.TRACING_SAMPLE_RATIO))
                    .isEqualTo(Double.parseDouble(right));
        }
        for (String wrong : new String[] {"", "-0.1", "1.1", ".5", "1e-3", "half", "NaN"}) {
            Map<String, String> environment =
                    Map.of("FAREBOX_OPERATOR_KEY", KEY, "FAREBOX_TRACING_SAMPLE_RATIO", wrong);
            assertThat(catchThrowableOfType(Settings.Faulty.class, () -> Settings.load(environment, null)))
                    .as(wrong)
                    .isNotNull();
        }
    }

    @Test
    void mustHaveTheKey() {
        Settings.Faulty faulty = catchThrowableOfType(Settings.Faulty.class, () -> Settings.load(Map.of(), null));
        assertThat(faulty.sentences()).singleElement().asString().startsWith("FAREBOX_OPERATOR_KEY must be set");
    }

    @Test
    void readsAFileThatTheEnvironmentWinsOver(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("farebox.properties");
        Files.writeString(file, "FAREBOX_HTTP_PORT=1\nFAREBOX_MANAGEMENT_PORT=2\nFAREBOX_OPERATOR_KEY=" + KEY + "\n");
        Settings settings = Settings.load(Map.of("FAREBOX_HTTP_PORT", "3"), file);
        assertThat(settings.number(Setting.HTTP_PORT)).isEqualTo(3);
        assertThat(settings.number(Setting.MANAGEMENT_PORT)).isEqualTo(2);
    }

    @Test
    void refusesAFileItCannotUse(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("farebox.properties");
        Files.writeString(file, "FAREBOX_HTTP_PROT=1\nFAREBOX_OPERATOR_KEY=" + KEY + "\n");
        assertThat(catchThrowableOfType(Settings.Faulty.class, () -> Settings.load(Map.of(), file))
                        .sentences())
                .singleElement()
                .asString()
                .contains("FAREBOX_HTTP_PROT");
        assertThat(catchThrowableOfType(
                                Settings.Faulty.class,
                                () -> Settings.load(Map.of("FAREBOX_OPERATOR_KEY", KEY), directory.resolve("none")))
                        .sentences())
                .hasSize(1);
    }
}
