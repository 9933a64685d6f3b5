package io.farebox.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.loadtest.check.Told.Sent;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
    private static final Sent SENT = new Sent("s1", "r1", 1, 1_500_000);

    @TempDir
    Path directory;

    @Test
    void everyAnswerIsALineOfTheFile() throws Exception {
        Path file = directory.resolve("told.jsonl");
        try (Recorder recorder = new Recorder(file, new Clock())) {
            recorder.answer("send", "r1", 1, Recorder.NONE, "");
            recorder.answer("send", "r1", 2, 201, "s1");
            assertThat(recorder.count("send", 201)).isEqualTo(1);
            assertThat(recorder.count("report", 201)).isZero();
        }
        assertThat(Files.readAllLines(file))
                .hasSize(2)
                .last()
                .asString()
                .contains("\"subject\":\"r1\"", "\"attempt\":2", "\"status\":201", "\"detail\":\"s1\"");
    }

    @Test
    void whatIsToldAgainMustBeTheSame() throws Exception {
        try (Recorder recorder = new Recorder(directory.resolve("told.jsonl"), new Clock())) {
            assertThat(recorder.sent(SENT)).isTrue();
            assertThat(recorder.sent(SENT)).isFalse();
            assertThat(recorder.verdict().isSound()).isTrue();
            assertThat(recorder.sent(new Sent("s2", "r1", 1, 1_500_000))).isFalse();
            assertThat(recorder.verdict().faults()).singleElement().asString().contains("s1", "s2");
        }
    }
}
