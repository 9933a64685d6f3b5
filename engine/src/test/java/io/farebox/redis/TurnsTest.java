package io.farebox.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.charge.Command;
import io.farebox.charge.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever has nothing waiting is served soon, whatever others have waiting. */
class TurnsTest {
    private static final int BATCH = 4;
    private static final int ROOM = 100;

    private final Turns turns =
            new Turns(new RedisSettings("", 1, BATCH, 1 << 20, 2, 2, ROOM, 1000, 1000, 1000, Replication.NONE));
    private long count;

    private static Waiting.Caller nobody() {
        return new Waiting.Caller() {
            @Override
            public void outcome(Outcome outcome) {
                throw new AssertionError(outcome);
            }

            @Override
            public void failure(Throwable cause) {
                throw new AssertionError(cause);
            }
        };
    }

    /** Adds as many as there is room for, each a millisecond after the one before. */
    private int add(String root, int number) {
        for (int i = 0; i < number; i++) {
            if (!turns.hasRoom(root)) {
                return i;
            }
            turns.add(new Waiting(new Command.SweepAccount("a"), root, false, nobody(), count++));
        }
        return number;
    }

    private List<String> rest() {
        List<String> roots = new ArrayList<>();
        for (Waiting next = turns.poll(); next != null; next = turns.poll()) {
            roots.add(next.root());
        }
        assertThat(turns.size()).isZero();
        assertThat(turns.isShort()).isTrue();
        return roots;
    }

    @Test
    void whatFitsTheNextCallGoesInTheOrderInWhichItCame() {
        add("b", 1);
        add("a", 2);
        add("", 1);
        assertThat(turns.ahead("c")).isEqualTo(BATCH);
        assertThat(rest()).containsExactly("b", "a", "a", "");
    }

    @Test
    void aSmallCustomerWaitsForOneSendOfEachOther() {
        add("hot", 40);
        add("warm", 10);
        int ahead = turns.ahead("small");
        add("small", 1);
        List<String> order = rest();
        assertThat(order.indexOf("small")).isEqualTo(BATCH + 2).isLessThanOrEqualTo(ahead);
        assertThat(order).hasSize(51);
    }

    @Test
    void reportsHaveEverySecondTurnHoweverManyCustomersWait() {
        add("hot", BATCH);
        for (int i = 0; i < 20; i++) {
            add("customer" + i, 1);
        }
        add("", 10);
        assertThat(rest().subList(BATCH, BATCH + 20))
                .filteredOn(String::isEmpty)
                .hasSize(10);
    }

    @Test
    void oneCustomersSendsStayInTheirOrder() {
        add("a", 10);
        add("b", 10);
        add("a", 10);
        long last = -1;
        for (Waiting next = turns.poll(); next != null; next = turns.poll()) {
            if (next.root().equals("a")) {
                assertThat(next.sinceMs()).isGreaterThan(last);
                last = next.sinceMs();
            }
        }
    }

    @Test
    void whoeverFloodsLeavesRoomForTheOthers() {
        int hot = add("hot", ROOM);
        assertThat(hot).isBetween(ROOM / 2 - BATCH, ROOM / 2 + BATCH);
        assertThat(add("warm", ROOM)).isBetween(ROOM / 4 - BATCH, ROOM / 4 + BATCH);
        assertThat(add("small", 1)).isEqualTo(1);
        assertThat(add("", ROOM)).isEqualTo(ROOM - BATCH);
        assertThat(turns.size()).isLessThanOrEqualTo(2 * ROOM);
    }

    @Test
    void whatHasWaitedForTooLongIsTakenOutOfAllLines() {
        add("a", BATCH + 2);
        add("", 2);
        add("b", 2);
        assertThat(turns.removeOlder(BATCH + 1)).hasSize(BATCH + 1);
        assertThat(turns.removeOlder(count - 1)).hasSize(4);
        assertThat(rest()).containsExactly("b");
        assertThat(turns.removeOlder(Long.MAX_VALUE)).isEmpty();
    }
}
