package io.farebox.api.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.api.json.JsonInput;
import io.farebox.charge.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FareboxProviderTest {
    private static List<Report> read(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return JsonInput.read(bytes, 0, bytes.length, FareboxProvider::reports);
    }

    @ParameterizedTest
    @CsvSource({
        "delivered, DELIVERED",
        "failed, FAILED",
        "expired, FAILED",
        "rejected, NEVER_LEFT",
        "accepted, ACCEPTED",
        "unknown, UNKNOWN",
        "teleported, UNDERWAY"
    })
    void knowsStatuses(String status, Event expected) {
        assertThat(read("{\"reports\":[{\"message\":\"m\",\"status\":\"" + status + "\"}]}"))
                .containsExactly(new Report("m", expected, status));
    }

    @Test
    void passesOverWhatItDoesNotKnow() {
        assertThat(
                        read(
                                "{\"v\":[1,{\"a\":2}],\"reports\":[{\"message\":\"m\",\"x\":{},\"status\":\"failed\",\"error\":17}]}"))
                .containsExactly(new Report("m", Event.FAILED, "17"));
    }

    @Test
    void cutsAndCleansReasons() {
        String error = "e\\u0000".repeat(100);
        Report report = read("{\"reports\":[{\"message\":\"m\",\"status\":\"failed\",\"error\":\"" + error + "\"}]}")
                .get(0);
        assertThat(report.reason()).isEqualTo("e?".repeat(32));
    }
}
