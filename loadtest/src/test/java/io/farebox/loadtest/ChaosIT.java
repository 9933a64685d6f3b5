package io.farebox.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.loadtest.chaos.Fault;
import io.farebox.loadtest.chaos.Outcome;
import io.farebox.loadtest.chaos.Trial;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was answered is true after kills and cuts in the middle of a burst; {@code ./farebox chaos} runs for longer. */
class ChaosIT {
    private static final List<Fault> FAULTS = List.of(
            Fault.KILL_ENGINE_UNARCHIVED,
            Fault.KILL_REDIS,
            Fault.KILL_REDIS_UNHEARD,
            Fault.LOSE_ANSWERS,
            Fault.LOSE_REDIS_ANSWERS,
            Fault.CUT_CASSANDRA);

    @Test
    void whatWasAnsweredIsTrueWhateverIsKilled() throws Exception {
        Outcome outcome = Trial.run(new Trial.Order(7, 25, FAULTS, 250, false, 0), step -> {});
        assertThat(outcome.verdict().faults()).as(outcome.toString()).isEmpty();
        assertThat(outcome.faults()).containsAll(FAULTS);
        assertThat(outcome.acknowledged()).as("answers 201").isGreaterThan(1_000);
    }
}
