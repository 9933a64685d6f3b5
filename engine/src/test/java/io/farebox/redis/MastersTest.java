package io.farebox.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a cluster says of itself, and which of it is believed. */
class MastersTest {
    private static final Address SEED = new Address("192.0.2.1", 6379);
    /** Slots 13254 and 9191 are those of fb:{00}:state and fb:{01}:state. */
    private static final String VIEW = """
            a 192.0.2.1:6379@16379 myself,master - 0 0 1 connected 0-10000
            b 192.0.2.2:6379@16379,two.example.com master - 0 0 2 connected 10001-16383 [10001->-a]
            c 192.0.2.3:6379@16379 slave b 0 0 2 connected
            """;

    private final Masters masters = new Masters(PartitionKeys.all(2), SEED, true);
    private final AtomicInteger changes = new AtomicInteger();

    MastersTest() {
        masters.onChange(changes::incrementAndGet);
    }

    @Test
    void eachPartitionHasTheMasterOfItsSlot() {
        masters.take(VIEW, SEED);
        assertThat(masters.of(0)).isEqualTo(new Address("192.0.2.2", 6379));
        assertThat(masters.of(1)).isEqualTo(SEED);
        assertThat(changes).hasValue(1);
        masters.take(VIEW, SEED);
        assertThat(changes).hasValue(1);
    }

    @Test
    void anOwnerOfAnEarlierEpochIsNotBelieved() {
        masters.take(VIEW, SEED);
        masters.take("c 192.0.2.3:6379@16379 master - 0 0 3 connected 10001-16383", SEED);
        assertThat(masters.of(0)).isEqualTo(new Address("192.0.2.3", 6379));
        masters.take(VIEW, SEED);
        assertThat(masters.of(0)).isEqualTo(new Address("192.0.2.3", 6379));
    }

    @Test
    void anOwnerThatIsAwayIsNotBelievedEither() {
        masters.take(VIEW.replace(" master - 0 0 2", " master,fail - 0 0 2"), SEED);
        assertThat(masters.of(0)).isEqualTo(SEED);
    }

    @Test
    void aNodeThatDoesNotKnowItsAddressIsWhereItWasAsked() {
        masters.take("a :6380@16380 myself,master - 0 0 1 connected 0-16383", SEED);
        assertThat(masters.of(0)).isEqualTo(new Address("192.0.2.1", 6380));
    }

    @Test
    void redirectionsAreRead() {
        assertThat(redirect("MOVED 13254 2001:db8::1:6379"))
                .isEqualTo(new Redirect(new Address("2001:db8::1", 6379), false));
        assertThat(redirect("ASK 13254 two.example.com:6379"))
                .isEqualTo(new Redirect(new Address("two.example.com", 6379), true));
        assertThat(redirect("MOVED 13254 :6379")).isNull();
        assertThat(redirect("TRYAGAIN Multiple keys request during rehashing of slot"))
                .isNull();
    }

    private static Redirect redirect(String message) {
        return Redirect.of(new RedisCommandExecutionException(message));
    }
}
