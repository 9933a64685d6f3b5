package io.farebox.scenario;

import io.farebox.charge.Decider;
import io.farebox.charge.Decision;
import io.farebox.charge.State;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays every scenario on the pure core. */
class CoreScenarioTest {
    static Stream<Scenario> scenarios() {
        return Scenario.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void comesOutAsWritten(Scenario scenario) {
        State state = new State();
        scenario.play(new CommandStage(
                1,
                (command, nowMs) -> {
                    Decision decision = Decider.decide(state, command, nowMs);
                    decision.entries().forEach(entry -> state.apply(entry, nowMs));
                    return decision.outcome();
                },
                state::node,
                state::pool));
    }
}
