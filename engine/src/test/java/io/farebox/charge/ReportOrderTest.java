package io.farebox.charge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reports that are shuffled, repeated and lost leave the balances that they leave in order and once, as long as no two of
 * them contradict each other; what was lost is what the deadline makes of it.
 */
class ReportOrderTest {
    private static final int SENDS = 1_000;
    private static final long CREDIT = 1_000_000;
    private static final long NOW_MS = 1_800_000_000_000L;
    private static final long DEADLINE_MS = NOW_MS + 3_600_000;
    private static final String ACCOUNT = Ids.account(1, 1);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyOrderComesToTheSame(long seed) {
        Random random = new Random(seed);
        List<Command> sends = new ArrayList<>();
        List<Command> once = new ArrayList<>();
        List<Command> asTheyCome = new ArrayList<>();
        long lostMicro = 0;
        for (int i = 0; i < SENDS; i++) {
            String record = Ids.record(1, 1, i);
            int count = 1 + random.nextInt(20);
            long price = 1 + random.nextInt(5) * CREDIT;
            sends.add(send(record, count, price));
            for (int index = 0; index < count; index++) {
                if (random.nextInt(50) == 0) {
                    lostMicro += price;
                    continue;
                }
                Command report = new Command.Settle(
                        record, 0, index, random.nextInt(4) > 0 ? Event.DELIVERED : Event.FAILED, "said", true);
                once.add(report);
                for (int times = 1 + random.nextInt(3); times > 0; times--) {
                    asTheyCome.add(report);
                }
            }
        }
        Collections.shuffle(asTheyCome, random);
        State inOrder = played(sends, once);
        State shuffled = played(sends, asTheyCome);
        assertThat(shuffled.nodes()).isEqualTo(inOrder.nodes());
        assertThat(shuffled.node(ACCOUNT).reservedMicro()).isEqualTo(lostMicro);

        long chargedMicro = shuffled.node(ACCOUNT).confirmedMicro();
        for (String record : shuffled.records()) {
            run(shuffled, new Command.Sweep(record), DEADLINE_MS);
        }
        assertThat(shuffled.node(ACCOUNT).reservedMicro()).isZero();
        assertThat(shuffled.node(ACCOUNT).confirmedMicro()).isEqualTo(chargedMicro + lostMicro);
    }

    private static State played(List<Command> sends, List<Command> reports) {
        State state = new State();
        run(state, new Command.OpenAccount(ACCOUNT, null, Funding.OWN, Node.UNLIMITED, Window.TOTAL, 0, null), NOW_MS);
        run(state, new Command.Grant(ACCOUNT, "g", 1_000_000 * CREDIT, 2 * NOW_MS, false, "", "", null), NOW_MS);
        sends.forEach(send -> run(state, send, NOW_MS));
        reports.forEach(report -> run(state, report, NOW_MS));
        return state;
    }

    private static void run(State state, Command command, long nowMs) {
        Decider.decide(state, command, nowMs).entries().forEach(entry -> state.apply(entry, nowMs));
    }

    private static Command send(String record, int count, long price) {
        Order order =
                new Order(count, List.of(new PriceClass("DE", 1, price)), new byte[0], count * price, "", new byte[0]);
        Terms terms = new Terms(new Clause(DEADLINE_MS, Clause.OnDeadline.CONFIRM, Clause.LateDelivery.IGNORE), 0);
        return new Command.Reserve(record, 0, ACCOUNT, order, terms, false, null);
    }
}
