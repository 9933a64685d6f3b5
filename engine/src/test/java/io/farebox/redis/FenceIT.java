package io.farebox.redis;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farebox.charge.Command;
import io.farebox.charge.Ids;
import io.farebox.ledger.Unavailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Redis that has lost what it had answered decides nothing more. */
class FenceIT {
    @RegisterExtension
    static final OpenStore STORE = new OpenStore();

    @Test
    void aPartitionThatIsBehindItsJournalIsRefused() {
        STORE.store().fences().fence(3);
        assertThatThrownBy(() -> STORE.charge(new Command.Suspend(Ids.account(3, 1), true)))
                .isInstanceOf(Unavailable.class);
        STORE.charge(new Command.Suspend(Ids.account(4, 1), true));
    }

    @Test
    void aRedisThatForgotItsCallsIsNoticed() {
        STORE.empty();
        STORE.charge(new Command.Suspend(Ids.account(5, 1), true));
        STORE.flushAll();
        assertThatThrownBy(() -> STORE.charge(new Command.Suspend(Ids.account(5, 1), true)))
                .isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> STORE.charge(new Command.Suspend(Ids.account(5, 1), true)))
                .isInstanceOf(Unavailable.class);
    }
}
