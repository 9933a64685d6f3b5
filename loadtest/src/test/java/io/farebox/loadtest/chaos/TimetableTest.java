package io.farebox.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farebox.loadtest.chaos.Timetable.Planned;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimetableTest {
    private static final List<Fault> FAULTS = Fault.survivable();

    @Test
    void aSeedDealsTheSameAgain() {
        assertThat(dealt(4, 100)).isEqualTo(dealt(4, 100)).isNotEqualTo(dealt(5, 100));
    }

    @Test
    void eachFaultStrikesBeforeOneStrikesAgain() {
        assertThat(dealt(9, FAULTS.size())).extracting(Planned::fault).containsExactlyInAnyOrderElementsOf(FAULTS);
    }

    @Test
    void timesAreWithinTheirBounds() {
        assertThat(dealt(1, 500))
                .allSatisfy(planned ->
                        assertThat(planned.forMs()).isBetween(planned.fault().kind.msMin, planned.fault().kind.msMax));
        assertThat(dealt(1, 500)).extracting(Planned::jumpSeconds).allMatch(seconds -> Math.abs(seconds) <= 3_000);
        assertThat(dealt(1, 500)).extracting(Planned::overlaps).contains(true, false);
    }

    @Test
    void aWipeIsNeverDrawnAndNamesAreChecked() {
        assertThat(FAULTS).doesNotContain(Fault.WIPE_REDIS, Fault.JUMP_CLOCK);
        assertThat(Fault.of("lose-redis-answers")).isEqualTo(Fault.LOSE_REDIS_ANSWERS);
        assertThatThrownBy(() -> Fault.of("flood")).hasMessageContaining("kill-engine");
    }

    private static List<Planned> dealt(long seed, int count) {
        Timetable timetable = new Timetable(seed, FAULTS);
        return IntStream.range(0, count).mapToObj(i -> timetable.next()).toList();
    }
}
