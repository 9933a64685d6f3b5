package io.farebox.rating;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reader understands is shown by {@link DestinationsTest}, over all patterns there are. */
class DigitPatternTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1*", "1+", ".", "(?!1)2", "(1)", "[^1]", "1{2,}", "1)", "(?:1", "\\D", "[1", "1{", "^1", "1$", "["
            })
    void aFormThatItDoesNotKnowIsRefused(String pattern) {
        DigitNfa nfa = new DigitNfa();
        assertThatThrownBy(() -> DigitPattern.before(pattern, 0, nfa))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(pattern);
    }
}
