package io.farebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page of docs whose last part is made from a catalogue.
 *
 * <p>The tests hold what stands below {@link #MARK} against the catalogue. With {@code -Dfarebox.pages=write} they write
 * it instead.
 */
final class Page {
    static final String MARK = "<!-- What follows is made from the catalogue; CONTRIBUTING.md says how. -->\n";

    private Page() {}

    static void holds(String name, String made) throws IOException {
        Path file = Path.of("..", "docs", name);
        String page = Files.readString(file);
        int mark = page.indexOf(MARK);
        assertThat(mark).as("%s has no mark", file).isNotNegative();
        String expected = page.substring(0, mark + MARK.length()) + made;
        if ("write".equals(System.getProperty("farebox.pages"))) {
            Files.writeString(file, expected);
        } else {
            assertThat(page)
                    .as("%s and the catalogue; write it with -Dfarebox.pages=write", file)
                    .isEqualTo(expected);
        }
    }
}
