package io.farebox.api.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farebox.charge.Credits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonOutputTest {
    private static String text(JsonOutput out) {
        return new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
    }

    @Test
    void putsCommas() {
        JsonOutput out = new JsonOutput(1).open();
        out.field("a", 1).field("b", "x").field("none", (String) null).fieldOrNull("c", null);
        out.openArray("d").number(1).number(-2).open().close().closeArray();
        out.open("e").close().field("f", true).close();
        assertThat(text(out)).isEqualTo("{\"a\":1,\"b\":\"x\",\"c\":null,\"d\":[1,-2,{}],\"e\":{},\"f\":true}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\"b\\c/d", "\u0000\u001f\u007f\n", "é€漢", "😀😀", "मराठी", "مرحبا"})
    void writesWhatOthersRead(String value) throws IOException {
        JsonOutput out = new JsonOutput(1).open().field("v", value);
        out.key(value).number(1);
        JsonNode read = new ObjectMapper().readTree(text(out.close()));
        assertThat(read.path("v").asText()).isEqualTo(value);
        assertThat(read.path(value).asInt()).isEqualTo(1);
    }

    @Test
    void writesHalfASurrogatePairAsAReplacement() {
        assertThat(text(new JsonOutput(1).text("a\ud800"))).isEqualTo("\"a\ufffd\"");
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                -1,
                10,
                999_999,
                1_000_000,
                1_500_000,
                -1_500_000,
                12_345_678,
                100_000_001,
                Credits.MAX_MICRO,
                -Credits.MAX_MICRO
            })
    void writesCreditsAsTheCoreFormatsThem(long micro) {
        JsonOutput out = new JsonOutput(1).open().credits("c", micro).close();
        assertThat(text(out)).isEqualTo("{\"c\":\"" + Credits.format(micro) + "\"}");
    }
}
