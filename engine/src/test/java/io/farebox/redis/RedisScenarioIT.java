package io.farebox.redis;

import io.farebox.scenario.CommandStage;
import io.farebox.scenario.Scenario;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays every scenario on the scripts of a real Redis. */
class RedisScenarioIT {
    @RegisterExtension
    static final OpenStore STORE = new OpenStore();

    static Stream<Scenario> scenarios() {
        return Scenario.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void comesOutAsWritten(Scenario scenario) {
        STORE.empty();
        scenario.play(new CommandStage(
                1,
                (command, nowMs) -> {
                    STORE.setNowMs(nowMs);
                    return STORE.charge(command);
                },
                id -> STORE.balances()
                        .nodes(1, List.of(id))
                        .block(OpenStore.PATIENCE)
                        .get(0),
                account -> STORE.balances().pool(account).block(OpenStore.PATIENCE)));
    }
}
