package io.farebox.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.charge.Command;
import io.farebox.charge.Decider;
import io.farebox.charge.Decision;
import io.farebox.charge.Entry;
import io.farebox.charge.Outcome;
import io.farebox.charge.Part;
import io.farebox.charge.RandomCommands;
import io.farebox.charge.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A state that was written and read again is equal, and goes on as the one that was written. */
class StateCodecTest {
    private static final int COMMANDS = 1500;
    private static final int CHUNK_BYTES = 4096;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aStateSurvives(long seed) {
        RandomCommands commands = new RandomCommands(seed, 5);
        State state = new State();
        State copy = new State();
        for (int i = 0; i < COMMANDS; i++) {
            long nowMs = commands.tick();
            Command command = commands.next();
            Decision decision = Decider.decide(state, command, nowMs);
            assertThat(Decider.decide(copy, command, nowMs)).isEqualTo(decision);
            if (i % 300 == 0) {
                copy = copied(state, nowMs);
                assertThat(parts(copy, nowMs)).isEqualTo(parts(state, nowMs));
                assertThat(bytes(copy, nowMs))
                        .containsExactly(bytes(state, nowMs).toArray(byte[][]::new));
            }
            for (Entry entry : decision.entries()) {
                state.apply(entry, nowMs);
                copy.apply(entry, nowMs);
            }
            assertThat(decision.outcome()).isInstanceOf(Outcome.class);
        }
        assertThat(copy.records()).isNotEmpty();
    }

    private static State copied(State state, long nowMs) {
        State copy = new State();
        List<byte[]> chunks = new ArrayList<>();
        StateCodec.encode(state.parts(nowMs), CHUNK_BYTES, chunks::add);
        chunks.forEach(chunk -> StateCodec.decode(chunk, copy::add));
        return copy;
    }

    private static List<Part> parts(State state, long nowMs) {
        return state.parts(nowMs).toList();
    }

    private static List<byte[]> bytes(State state, long nowMs) {
        List<byte[]> chunks = new ArrayList<>();
        StateCodec.encode(state.parts(nowMs), CHUNK_BYTES, chunks::add);
        return chunks;
    }
}
