package io.farebox.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
    @TempDir
    Path directory;

    @Test
    void onlyTheOwnerMayReadIt() throws IOException {
        Path file = directory.resolve("operator-key");
        Files.writeString(file, "readable by all");
        SecretFile.write(file, "secret\n");
        assertThat(SecretFile.read(file)).isEqualTo("secret\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void whatWasNeverWrittenIsNull() throws IOException {
        assertThat(SecretFile.read(directory.resolve("none"))).isNull();
    }

    @Test
    void wordsAreLongAndDiffer() {
        assertThat(SecretFile.word()).matches("[A-Za-z0-9_-]{32}").isNotEqualTo(SecretFile.word());
    }
}
