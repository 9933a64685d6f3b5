package io.farebox.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** A scenario file: its lines are steps, {@code verb … => words}, and comments behind a hash sign. */
public record Scenario(String name, List<String> lines) {
    private static final String FOLDER = "/scenarios/";
    private static final String INDEX = "index";

    /** All scenarios, by the names in the folder's index. */
    public static Stream<Scenario> all() {
        return read(INDEX).stream().filter(name -> !name.isBlank()).map(name -> new Scenario(name, read(name)));
    }

    /** Plays every step, and fails at the first one that comes out otherwise than the file says. */
    public void play(Stage stage) {
        Verbs verbs = new Verbs(stage);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceAll("#.*", "").strip();
            if (!line.isEmpty()) {
                String[] sides = line.split("=>", -1);
                String expected = sides.length > 1 ? sides[1].strip() : "ok";
                assertThat(verbs.perform(sides[0].strip()))
                        .as("%s, line %d: %s", name, i + 1, line)
                        .isEqualTo(expected.replaceAll(" +", " "));
            }
        }
    }

    private static List<String> read(String name) {
        try (InputStream in = Scenario.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no scenario is called " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
