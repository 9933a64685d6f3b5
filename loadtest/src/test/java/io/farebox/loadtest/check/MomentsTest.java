package io.farebox.loadtest.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A ledger whose limits were passed for a moment only, and one where they never were. */
class MomentsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Moments.Limits LIMITS = new Moments.Limits("a1", 5_000_000, Map.of("capped", 8_000_000L));

    @Test
    void limitsThatAreReachedAreNotPassed() throws Exception {
        assertThat(faults(
                        line("0100000", "granted", "", "10", "10"),
                        line("0200000", "reserved", "capped", "-8", "2"),
                        line("0200002", "confirmed", "capped", "8", "2"),
                        line("0300000", "reserved", "", "-7", "-5"),
                        line("0400000", "released", "", "7", "2")))
                .isEmpty();
    }

    @Test
    void aCapThatIsPassedForAMomentIsFound() throws Exception {
        assertThat(faults(
                        line("0100000", "granted", "", "10", "10"),
                        line("0200000", "reserved", "capped", "-8", "2"),
                        line("0300000", "reserved", "capped", "-1", "1"),
                        line("0400000", "released", "capped", "1", "2")))
                .singleElement()
                .asString()
                .contains("0300000", "9000000", "cap of 8000000");
    }

    @Test
    void aCreditLimitThatIsPassedForAMomentIsFound() throws Exception {
        assertThat(faults(
                        line("0100000", "granted", "", "10", "10"),
                        line("0200000", "reserved", "", "-16", "-6"),
                        line("0300000", "released", "", "16", "10")))
                .singleElement()
                .asString()
                .contains("0200000", "below the limit of -5000000");
    }

    @Test
    void aLineThatIsMissingIsFound() throws Exception {
        assertThat(faults(line("0100000", "granted", "", "10", "10"), line("0300000", "reserved", "", "-1", "8")))
                .singleElement()
                .asString()
                .contains("add up to 9000000");
    }

    @Test
    void linesOfOneBlockAreComparedAtItsEnd() throws Exception {
        // Two releases around a hold are one line, at the place of the first with the balance of the last.
        assertThat(faults(
                        line("0100000", "granted", "", "10", "10"),
                        line("0200000", "released", "", "2", "11"),
                        line("0200002", "reserved", "", "-1", "10")))
                .isEmpty();
    }

    private static String line(String id, String kind, String list, String credits, String available) {
        return String.format(
                "{\"id\":\"%s\",\"kind\":\"%s\",\"list\":\"%s\",\"credits\":\"%s\",\"available\":\"%s\"}",
                id, kind, list, credits, available);
    }

    private static List<String> faults(String... lines) throws Exception {
        Verdict verdict = new Verdict();
        Moments.check(
                path -> JSON.readTree("{\"items\":[" + String.join(",", lines) + "],\"next\":null}"), LIMITS, verdict);
        return verdict.faults();
    }
}
