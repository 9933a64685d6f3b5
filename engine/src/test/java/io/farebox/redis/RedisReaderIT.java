package io.farebox.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.charge.Clause;
import io.farebox.charge.Command;
import io.farebox.charge.Event;
import io.farebox.charge.Funding;
import io.farebox.charge.Ids;
import io.farebox.charge.Node;
import io.farebox.charge.Order;
import io.farebox.charge.Outcome;
import io.farebox.charge.PriceClass;
import io.farebox.charge.Terms;
import io.farebox.charge.Window;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is read beside the scripts. */
class RedisReaderIT {
    private static final int PARTITION = 3;
    private static final String ACCOUNT = Ids.account(PARTITION, 1);
    private static final long CREDIT = 1_000_000;
    private static final long NOW_MS = 1_900_000_000_000L;

    @RegisterExtension
    static final OpenStore STORE = new OpenStore();

    @Test
    void aSendIsThereUntilItIsForgotten() {
        STORE.setNowMs(NOW_MS);
        STORE.charge(new Command.OpenAccount(ACCOUNT, null, Funding.OWN, Node.UNLIMITED, Window.TOTAL, 0, null));
        STORE.charge(new Command.Grant(ACCOUNT, "g1", 10 * CREDIT, NOW_MS * 2, false, "", "", null));
        Order order = new Order(1, List.of(new PriceClass("DE", 1, CREDIT)), new byte[0], CREDIT, "", new byte[0]);
        Terms terms = new Terms(new Clause(NOW_MS + 1000, Clause.OnDeadline.CONFIRM, Clause.LateDelivery.IGNORE), 0);
        Outcome.Reserved held = (Outcome.Reserved) STORE.charger()
                .reserve(ACCOUNT, new Command.Reserve("", 0, ACCOUNT, order, terms, false, null))
                .block(OpenStore.PATIENCE);
        String send = Ids.send(held.record(), held.slot());
        assertThat(STORE.balances().send(send).block(OpenStore.PATIENCE).reservedMicro())
                .isEqualTo(CREDIT);

        STORE.charge(new Command.Settle(held.record(), held.slot(), 0, Event.DELIVERED, "delivered", true));
        STORE.setNowMs(NOW_MS + 3_600_000);
        STORE.charge(new Command.Sweep(held.record()));
        assertThat(STORE.balances().send(send).blockOptional(OpenStore.PATIENCE))
                .isEmpty();
    }
}
