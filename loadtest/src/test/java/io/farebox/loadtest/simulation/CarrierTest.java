package io.farebox.loadtest.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.loadtest.check.Told.Sent;
import io.farebox.loadtest.site.Prices;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CarrierTest {
    private static final Sent SEND = new Sent("s1", "r1", 2_000, Prices.sendCreditsMicro(2_000));

    private final Carrier carrier = new Carrier(3);

    @Test
    void whatWasTakenIsCountedByTheFatesOfTheMessages() {
        carrier.sent(SEND);
        assertThat(carrier.isDone()).isFalse();
        int reports = drain(true);
        carrier.sendingIsOver();
        reports += drain(true);
        assertThat(carrier.isDone()).isTrue();
        assertThat(reports)
                .isEqualTo(fates().map(index -> fate(index).reports().size()).sum());
        assertThat(carrier.confirmedMicro()).isEqualTo(micro("confirmed") + micro("recharged"));
        assertThat(carrier.releasedMicro()).isEqualTo(micro("released"));
        assertThat(carrier.givenUp()).isZero();
    }

    @Test
    void whatIsRefusedIsSentAgainAndThenGivenUp() {
        carrier.sent(new Sent("s1", "r1", 1, Prices.sendCreditsMicro(1)));
        carrier.sendingIsOver();
        assertThat(drain(false)).isEqualTo(Carrier.TRIES_MAX + 1);
        assertThat(carrier.givenUp()).isEqualTo(1);
        assertThat(carrier.confirmedMicro()).isZero();
        assertThat(carrier.isDone()).isTrue();
    }

    private int drain(boolean taken) {
        int reports = 0;
        for (Carrier.Batch batch = carrier.next(100); batch != null; batch = carrier.next(100)) {
            reports += batch.body().split("\"message\"", -1).length - 1;
            carrier.answered(batch, taken);
        }
        return reports;
    }

    private static IntStream fates() {
        return IntStream.range(0, SEND.count());
    }

    private static Fate fate(int index) {
        return Fate.of(3, SEND.reference(), index);
    }

    private static long micro(String status) {
        return fates().filter(index -> fate(index).status().equals(status))
                .mapToLong(Prices::creditsMicro)
                .sum();
    }
}
