package io.farebox.rating;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class E164Test {
    @ParameterizedTest
    @ValueSource(strings = {"+6837012", "+12025550100", "+999999999999999", "+1000000"})
    void packsAndUnpacks(String number) {
        assertThat(E164.text(E164.pack(number))).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "12025550100",
                "+0202555010",
                "+683701",
                "+1234567890123456",
                "+1 2025550100",
                "+1202555010a",
                "++2025550100",
                "0012025550100",
                "+١٢٠٢٥٥٥٠١٠٠",
                "+1202555010/",
                "+1202555010:",
                "＋12025550100"
            })
    void refusesWhatIsNotE164(String text) {
        assertThat(E164.pack(text)).isEqualTo(E164.INVALID);
    }

    @Test
    void readsEveryDigitFromTheFront() {
        Random random = new Random(164);
        for (int i = 0; i < 500_000; i++) {
            assertReads(random.nextLong((long) Math.pow(10, 7 + random.nextInt(9))));
        }
        for (long power = 1_000_000; power <= 1_000_000_000_000_000L; power *= 10) {
            assertReads(power - 1);
            assertReads(power == 1_000_000_000_000_000L ? 1_000_000 : power);
            assertReads(power / 10 * 7 + 7);
        }
    }

    private static void assertReads(long drawn) {
        long digits = Math.max(drawn, 1_000_000);
        String text = Long.toString(digits);
        int length = E164.length(digits);
        StringBuilder read = new StringBuilder();
        long fraction = E164.fraction(digits, length);
        for (int i = 0; i < length; i++) {
            read.append(E164.digit(fraction));
            fraction = E164.rest(fraction);
        }
        assertThat(read).hasToString(text);
        assertThat(E164.leadingThree(digits, length)).isEqualTo(Integer.parseInt(text.substring(0, 3)));
    }
}
