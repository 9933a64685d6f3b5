package io.farebox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerJdkTest {
    @TempDir
    Path directory;

    @Test
    void a17IsPreferredToAn11AndNewerOnesArePassedOver() throws IOException {
        Path eleven = jdk("11.0.27");
        Path twentyFive = jdk("25");
        Path seventeen = jdk("17.0.15");
        assertThat(ServerJdk.java(List.of(eleven, twentyFive, seventeen))).startsWith(seventeen);
        assertThat(ServerJdk.java(List.of(twentyFive, eleven))).startsWith(eleven);
    }

    @Test
    void noneIsSaidInOneSentence() throws IOException {
        List<Path> homes = List.of(jdk("25"), jdk("1.8.0_452"), directory.resolve("gone"));
        assertThatThrownBy(() -> ServerJdk.java(homes))
                .isInstanceOf(LocalException.class)
                .hasMessageStartingWith("Cassandra needs a JDK 17");
    }

    private Path jdk(String version) throws IOException {
        Path home = Files.createDirectories(directory.resolve("jdk-" + version));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Any\"\nJAVA_VERSION=\"" + version + "\"\n");
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return home;
    }
}
