package io.farebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.farebox.api.RunningApi.Answer;
import io.farebox.api.RunningApi.Tenant;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A real gateway carries the messages and reports them: Kannel, where it is installed (apt install kannel-extras). */
@EnabledIf("io.farebox.api.Kannel#isInstalled")
class KannelIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RunningApi api = RunningApi.shared();

    @Test
    void whatKannelDeliversIsCharged(@TempDir Path directory) throws IOException, InterruptedException {
        Tenant tenant = api.tenant("100");
        Answer connection = api.operator(
                "POST", "/v1/connections", "{\"name\": \"gateway\", \"provider\": \"kannel\", \"secret\": \"sesame\"}");
        assertThat(connection.status()).isEqualTo(201);
        String text = "Ваша посылка прибудет сегодня 📦";
        Answer sent = tenant.send("{\"connection\": \"gateway\", \"text\": \"" + text
                + "\", \"to\": [\"+64211234567\", \"+64211234568\", \"+64211234569\"]}");
        assertThat(sent.text("/credits/reserved")).isEqualTo("4.5");

        try (Kannel kannel = new Kannel(directory)) {
            for (JsonNode message : sent.body().path("messages")) {
                kannel.send(
                        message.path("to").asText(),
                        text,
                        "http://127.0.0.1:" + api.port
                                + ("/v1/dlr/gateway?token=sesame&type=%d&m="
                                        + message.path("id").asText()));
            }
            awaitSettled(tenant);
        }
        assertThat(tenant.balance().path("confirmed").asText()).isEqualTo("4.5");
        assertThat(tenant.balance().path("available").asText()).isEqualTo("95.5");
    }

    private static void awaitSettled(Tenant tenant) throws InterruptedException {
        long untilNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!tenant.balance().path("reserved").asText().equals("0") && System.nanoTime() < untilNanos) {
            Thread.sleep(50);
        }
    }
}
