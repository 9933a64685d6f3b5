package io.farebox.api;

import io.farebox.local.RedisServer;
import io.farebox.scenario.Scenario;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays every scenario on the HTTP API over real stores, with a clock of its own and so a Redis of its own. */
class HttpScenarioIT {
    private static final SettableClock CLOCK = new SettableClock();

    @TempDir
    static Path directory;

    private static RedisServer redis;
    private static Composition composition;

    static Stream<Scenario> scenarios() {
        return Scenario.all();
    }

    @BeforeAll
    static void start() {
        redis = RedisServer.start(directory, RedisServer.Fsync.EVERYSEC);
        composition = RunningApi.started(
                Map.of("FAREBOX_REDIS_URI", redis.uri(), "FAREBOX_CASSANDRA_KEYSPACE", "farebox_scenarios"), CLOCK);
    }

    @AfterAll
    static void stop() {
        composition.stop();
        redis.close();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void comesOutAsWritten(Scenario scenario) {
        scenario.play(new HttpStage(RunningApi.of(composition), CLOCK, composition::sweepNow));
    }
}
