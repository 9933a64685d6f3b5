package io.farebox.api.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.farebox.charge.Credits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonInputTest {
    /** Reads the fields text, credits, flag, time, list (of texts) and nested (an object with credits). */
    private static List<String> read(JsonInput in) throws IOException {
        List<String> read = new ArrayList<>();
        in.object(name -> {
            switch (name) {
                case "text" -> read.add("" + in.text(1, 10));
                case "credits" -> read.add("" + in.credits(0, Credits.MAX_MICRO));
                case "flag" -> read.add("" + in.bool(false));
                case "time" -> read.add("" + in.instant());
                case "list" -> in.array(3, () -> read.add("" + in.text(1, 10)));
                case "nested" ->
                    in.object(inner -> {
                        read.add("" + in.credits(0, Credits.MAX_MICRO));
                        return inner.equals("credits");
                    });
                default -> {
                    return false;
                }
            }
            return true;
        });
        return read;
    }

    private static List<String> read(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return JsonInput.read(bytes, 0, bytes.length, JsonInputTest::read);
    }

    private static List<Fault> faults(String json) {
        return catchThrowableOfType(Malformed.class, () -> read(json)).faults();
    }

    @Test
    void readsWhatIsThere() {
        assertThat(read("{\"text\":\"a\\u00e9\",\"credits\":12.5,\"flag\":true,\"list\":[\"x\",\"y\"]}"))
                .containsExactly("aé", "12500000", "true", "x", "y");
        assertThat(read("{\"text\":null,\"credits\":null,\"flag\":null,\"list\":null,\"nested\":null}"))
                .containsExactly("null", "null", "false");
        assertThat(read("{\"credits\":\"9007199254.740991\",\"time\":\"2030-01-31T12:00:00+13:00\"}"))
                .containsExactly("9007199254740991", "2030-01-30T23:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"text\":5} | /text",
                "{\"text\":\"\"} | /text",
                "{\"text\":\"12345678901\"} | /text",
                "{\"text\":\"a\\u0000b\"} | /text",
                "{\"text\":\"\\ud800\"} | /text",
                "{\"text\":\"\\udc00\\ud800\"} | /text",
                "{\"text\":{\"a\":[1]}} | /text",
                "{\"credits\":-1} | /credits",
                "{\"credits\":1.0000001} | /credits",
                "{\"credits\":9007199254.740992} | /credits",
                "{\"credits\":9007199254740992} | /credits",
                "{\"credits\":1e3} | /credits",
                "{\"credits\":\"1,5\"} | /credits",
                "{\"credits\":true} | /credits",
                "{\"credits\":[]} | /credits",
                "{\"flag\":\"true\"} | /flag",
                "{\"time\":\"tomorrow\"} | /time",
                "{\"list\":{}} | /list",
                "{\"list\":[\"a\",7]} | /list/1",
                "{\"list\":[\"a\",\"a\",\"a\",\"a\"]} | /list",
                "{\"nested\":{\"credits\":\"x\"}} | /nested/credits",
                "{\"nested\":{\"other\":1}} | /nested/other",
                "{\"unknown\":1} | /unknown",
                "{\"unknown\":null} | /unknown",
                "{\"a/b~c\":1} | /a~1b~0c",
                "{\"text\":\"a\",\"text\":\"b\"} | /text",
            })
    void namesTheFaultsPlace(String json, String pointer) {
        assertThat(faults(json)).extracting(Fault::pointer).containsExactly(pointer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[]",
                "5",
                "\"text\"",
                "{} {}",
                "{\"text\":}",
                "{text:\"a\"}",
                "{'text':'a'}",
                "{\"credits\":NaN}",
                "{\"credits\":01}",
                "{\"credits\":+1}",
                "{\"credits\":.5}",
                "{\"text\":\"a",
                "{\"text\":\"\u0001\"}",
                "{\"text\":\"a\",}",
                "\ufeff{}",
                "nul",
                "{\"credits\":\"1\"}x"
            })
    void refusesWhatIsNoObject(String json) {
        assertThat(faults(json)).isNotEmpty();
    }

    @Test
    void collectsAllFaults() {
        assertThat(faults("{\"text\":5,\"credits\":-1,\"list\":[1,2],\"other\":1}"))
                .extracting(Fault::pointer)
                .containsExactly("/text", "/credits", "/list/0", "/list/1", "/other");
    }

    @Test
    void hasBounds() {
        assertThat(faults("{\"list\":" + "[".repeat(100) + "]".repeat(100) + "}"))
                .isNotEmpty();
        assertThat(faults("{\"credits\":" + "9".repeat(100_000) + "}")).isNotEmpty();
        assertThat(faults("{\"" + "n".repeat(1_000) + "\":1}")).isNotEmpty();
        assertThat(faults("{\"text\":\"" + "t".repeat(200_000) + "\"}")).isNotEmpty();
        StringBuilder many = new StringBuilder("{\"x\":1");
        for (int i = 0; i < 10_000; i++) {
            many.append(",\"f").append(i).append("\":1");
        }
        assertThat(faults(many + "}")).hasSizeLessThanOrEqualTo(JsonInput.FAULTS_MAX);
    }

    @Test
    void refusesBytesThatAreNoUtf8() {
        byte[] overlong = {'{', '"', 't', 'e', 'x', 't', '"', ':', '"', (byte) 0xc0, (byte) 0x80, '"', '}'};
        byte[] surrogate = {'{', '"', 't', 'e', 'x', 't', '"', ':', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '}'
        };
        byte[] utf16 = "{\"text\":\"a\"}".getBytes(StandardCharsets.UTF_16LE);
        for (byte[] bytes : List.of(overlong, surrogate, utf16)) {
            Malformed malformed = catchThrowableOfType(
                    Malformed.class, () -> JsonInput.read(bytes, 0, bytes.length, JsonInputTest::read));
            assertThat(malformed.faults()).isNotEmpty();
        }
    }
}
