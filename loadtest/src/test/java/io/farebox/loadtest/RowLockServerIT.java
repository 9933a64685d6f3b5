package io.farebox.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.farebox.loadtest.site.Child;
import io.farebox.loadtest.site.Farebox;
import io.farebox.loadtest.site.Postgres;
import io.farebox.local.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@EnabledIf(value = "isInstalled", disabledReason = "PostgreSQL is not installed")
class RowLockServerIT {
    @TempDir
    private Path directory;

    static boolean isInstalled() throws IOException {
        return Postgres.programs().isPresent();
    }

    @Test
    void eachSendTakesItsCreditsFromItsAccountsRow() throws Exception {
        Path keys = Files.writeString(directory.resolve("keys"), "one\ntwo\n");
        try (Postgres postgres = Postgres.start(Postgres.programs().orElseThrow());
                Child server = Child.start(
                        RowLockServer.class,
                        List.of("-Xmx128m"),
                        Integer.toString(Ports.free()),
                        Integer.toString(postgres.port()),
                        keys.toString())) {
            Farebox one = new Farebox(URI.create("http://127.0.0.1:" + server.firstLine()), "one");
            assertThat(send(one).at("/balance/reserved").asText()).isEqualTo("1500000");
            assertThat(send(one).at("/balance/reserved").asText()).isEqualTo("3000000");
            assertThat(send(one.as("two")).at("/balance/reserved").asText()).isEqualTo("1500000");
        }
    }

    private static JsonNode send(Farebox sender) throws Exception {
        return sender.post("/v1/sends", Map.of("to", List.of("+4915112345678"), "text", "a", "reference", "r"));
    }
}
