package io.farebox.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SamplePricesTest {
    private final JsonNode prices = new Demo(URI.create("http://127.0.0.1:1"), "key", Path.of("unused"))
            .samplePrices()
            .path("prices");

    @Test
    void everyRowIsAsTheContractWantsIt() {
        Set<String> seen = new HashSet<>();
        assertThat(prices).hasSizeGreaterThan(50).allSatisfy(row -> {
            assertThat(row.path("channel").asText()).isIn("sms", "mms");
            assertThat(row.path("prefix").asText()).matches("[1-9][0-9]{0,14}");
            assertThat(row.path("credits").isTextual()).isTrue();
            assertThat(row.path("credits").asText()).matches("\\d+(\\.\\d{1,6})?");
            assertThat(row.path("country").asText()).matches("[A-Z]{2}");
            assertThat(seen.add(
                            row.path("channel").asText() + row.path("prefix").asText()))
                    .as("one price for %s", row)
                    .isTrue();
        });
    }

    @Test
    void aNewcomersNumbersHavePrices() {
        Set<String> countries = new HashSet<>();
        prices.forEach(row -> countries.add(row.path("country").asText()));
        assertThat(countries)
                .contains("US", "DE", "GB", "FR", "ES", "IT", "NL", "BR", "IN", "CN", "JP", "ZA", "NG", "KE")
                .contains("AU", "NZ", "MX", "AE", "SA", "TR", "UA", "PL", "CA");
    }
}
