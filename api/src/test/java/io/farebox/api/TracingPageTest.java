package io.farebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.tracing.Operation;
import io.farebox.tracing.TraceAttribute;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The page of tracing says what the catalogues of spans and attributes say. */
class TracingPageTest {
    @Test
    void saysWhatTheCataloguesSay() throws IOException {
        StringBuilder made = new StringBuilder("\n| span | kind | is |\n|---|---|---|\n");
        for (Operation operation : Operation.values()) {
            made.append("| `").append(operation.label()).append("` | ");
            made.append(operation.kind().name().toLowerCase(Locale.ROOT)).append(" | ");
            made.append(operation.meaning()).append(" |\n");
        }
        made.append("\n| attribute | says |\n|---|---|\n");
        for (TraceAttribute attribute : TraceAttribute.values()) {
            made.append("| `").append(attribute.key()).append("` | ");
            made.append(attribute.meaning()).append(" |\n");
        }
        Page.holds("tracing.md", made.toString());
    }

    @Test
    void noAttributeIsWhatClientsChoose() {
        assertThat(Arrays.stream(TraceAttribute.values()).map(TraceAttribute::key))
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(List.of(
                        "url.path",
                        "url.query",
                        "url.full",
                        "client.address",
                        "user_agent.original",
                        "db.query.text",
                        "exception.message",
                        "enduser.id"));
    }
}
