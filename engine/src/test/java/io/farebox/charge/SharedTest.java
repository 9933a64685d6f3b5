package io.farebox.charge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SharedTest {
    @Test
    void equalObjectsBecomeTheFirstOfThem() {
        Shared<PriceClass> shared = new Shared<>();
        PriceClass first = new PriceClass("DE", 1, 1_500_000);
        assertThat(shared.of(first)).isSameAs(first);
        assertThat(shared.of(new PriceClass("DE", 1, 1_500_000))).isSameAs(first);
        assertThat(shared.of(new PriceClass("DE", 2, 3_000_000))).isNotSameAs(first);
        assertThat(shared.of(new PriceClass("DE", 1, 1_500_000))).isSameAs(first);
    }

    @Test
    void moreThanItRemembersComeBackAsTheyAre() {
        Shared<PriceClass> shared = new Shared<>();
        for (int i = 0; i < 10_000; i++) {
            PriceClass one = new PriceClass("DE", 1, i);
            assertThat(shared.of(one)).isEqualTo(one);
        }
    }
}
