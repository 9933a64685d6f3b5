package io.farebox.api.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "To=%2B15555550123&MessageStatus=sent | To=%2B15***23&MessageStatus=sent",
                "{\"to\":\"+15555550123\",\"text\":\"a \\\"secret\\\" code\"} | {\"to\":\"+15***23\",\"text\":\"***\"}",
                "m=s0123456789abcdefgh-0&type=1&token=abc | m=s0123456789abcdefgh-0&type=1&token=***",
                "id:c87c2273-7edb stat:DELIVRD err:000 text:Hello you | id:c87c2273-7edb stat:DELIVRD err:000 text:***",
                "{\"sig\":\"0a1b\",\"nonce\":\"1\"} | {\"sig\":\"***\",\"nonce\":\"1\"}"
            })
    void hidesWhatIsSecretOrPersonal(String raw, String shown) {
        assertThat(Masked.of(raw, List.of())).isEqualTo(shown);
    }

    @Test
    void hidesTheSecretWhereverItStands() {
        assertThat(Masked.of("a=my-secret&b=2", List.of("my-secret", ""))).isEqualTo("a=***&b=2");
    }

    @Test
    void cutsWhatIsLong() {
        assertThat(Masked.of("x".repeat(1_000_000), List.of())).hasSize(Masked.MAX_CHARS);
    }
}
