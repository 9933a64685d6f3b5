package io.farebox.charge;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.ledger.EntryCodec;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random sequences keep the rules that must never break, and the journal repeats them exactly. */
class DeciderPropertyTest {
    private static final int SEQUENCES = 1_000;
    private static final int COMMANDS = 200;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void conservesCreditsAndKeepsEveryLimit(long part) {
        for (int i = 0; i < SEQUENCES; i++) {
            runSequence(part * 1_000_000 + i);
        }
    }

    private static void runSequence(long seed) {
        RandomCommands commands = new RandomCommands(seed, 3);
        State state = new State();
        State replica = new State();
        Invariants invariants = new Invariants();
        for (int i = 0; i < COMMANDS; i++) {
            long nowMs = commands.tick();
            Command command = commands.next();
            Decision decision = Decider.decide(state, command, nowMs);
            for (Entry entry : decision.entries()) {
                checkCap(state, entry);
                state.apply(entry, nowMs);
                invariants.note(entry);
                replica.apply(
                        EntryCodec.decodeBlock(EntryCodec.encodeBlock(List.of(entry)))
                                .get(0),
                        nowMs);
            }
            assertThat(replica.nodes())
                    .as("seed %d, command %d: %s", seed, i, command)
                    .isEqualTo(state.nodes());
            invariants.check(state);
        }
        assertThat(replica.records()).isEqualTo(state.records());
    }

    /** Whatever holds or charges credits must fit each limit on its path at that moment. */
    private static void checkCap(State state, Entry entry) {
        if (entry instanceof Entry.Reserved reserved) {
            for (Node node :
                    Path.walked(state, reserved.leaf(), reserved.depth()).nodes()) {
                assertThat(reserved.creditsMicro())
                        .as("room of %s", node)
                        .isLessThanOrEqualTo(Math.max(node.roomMicro(), 0));
            }
        }
    }
}
