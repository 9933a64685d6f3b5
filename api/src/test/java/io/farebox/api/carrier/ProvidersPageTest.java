package io.farebox.api.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page on providers has a row for each of them, with as many columns as its head. */
class ProvidersPageTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| \\[?([a-z]+)(?:]\\([^)]*\\))? \\|(?:[^|]*\\|){7}$");

    @Test
    void hasAllOfThem() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "providers.md"));
        Set<String> rows = ROW.matcher(page)
                .results()
                .map((MatchResult row) -> row.group(1))
                .filter(name -> !name.equals("provider"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(rows).isEqualTo(new TreeSet<>(Providers.names().keySet()));
    }
}
