package io.farebox.charge;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.charge.Holding.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class StatusesTest {
    @Test
    void whatWasNeverSetIsHeld() {
        Statuses statuses = new Statuses();
        assertThat(statuses.at(0)).isEqualTo(Status.HELD);
        statuses.set(5, Status.RELEASED);
        assertThat(statuses.at(4)).isEqualTo(Status.HELD);
        assertThat(statuses.at(5)).isEqualTo(Status.RELEASED);
        assertThat(statuses.at(6)).isEqualTo(Status.HELD);
        assertThat(statuses.at(Integer.MAX_VALUE)).isEqualTo(Status.HELD);
    }

    @Test
    void inAnyOrderItSaysWhatAMapWouldSay() {
        List<Status> all = List.of(Status.values());
        Random random = new Random(7);
        Statuses statuses = new Statuses();
        Map<Integer, Status> expected = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            int position = random.nextInt(500);
            Status status = all.get(random.nextInt(all.size()));
            statuses.set(position, status);
            expected.put(position, status);
        }
        for (int position = 0; position < 600; position++) {
            assertThat(statuses.at(position)).isEqualTo(expected.getOrDefault(position, Status.HELD));
        }
    }
}
