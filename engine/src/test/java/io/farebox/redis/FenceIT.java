package io.farebox.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farebox.charge.Command;
import io.farebox.charge.Ids;
import io.farebox.ledger.Charger;
import io.farebox.ledger.Unavailable;
import io.farebox.local.SharedStores;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Redis that has lost what it had answered decides nothing more. */
class FenceIT {
    private static final long NOW_MS = 1_800_000_000_000L;

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

    @Test
    void whatOneHasMissedIsRefusedToAll() {
        STORE.empty();
        STORE.charge(new Command.Suspend(Ids.account(8, 1), true));
        STORE.flushAll();
        RedisStore another =
                RedisStore.open(RedisSettings.of(SharedStores.redis().uri())).block(OpenStore.PATIENCE);
        Charger charger = another.charger(STORE.loop()).block(OpenStore.PATIENCE);
        assertThatThrownBy(() -> STORE.charge(new Command.Suspend(Ids.account(8, 1), true)))
                .isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> charger.charge(new Command.Suspend(Ids.account(8, 1), true))
                        .block(OpenStore.PATIENCE))
                .isInstanceOf(Unavailable.class);
        another.close().block(OpenStore.PATIENCE);
    }

    @Test
    void aCallerThatCallsSeldomIsNotForgotten() {
        STORE.empty();
        long dayMs = 24L * 3600 * 1000;
        for (int day = 0; day < 9; day++) {
            STORE.setNowMs(NOW_MS + day * dayMs);
            STORE.charge(new Command.Suspend(Ids.account(9, 1), true));
        }
        RedisStore another = RedisStore.open(
                        RedisSettings.of(SharedStores.redis().uri()), () -> NOW_MS + 8 * dayMs)
                .block(OpenStore.PATIENCE);
        Charger charger = another.charger(STORE.loop()).block(OpenStore.PATIENCE);
        charger.charge(new Command.Suspend(Ids.account(9, 1), true)).block(OpenStore.PATIENCE);
        STORE.charge(new Command.Suspend(Ids.account(9, 1), true));
        another.close().block(OpenStore.PATIENCE);
    }

    @Test
    void aRedisThatIsBehindWhatWasSeenIsNoticedWhoeverCalls() {
        STORE.empty();
        STORE.store().fences().saw(6, 5);
        assertThatThrownBy(() -> STORE.charge(new Command.Suspend(Ids.account(6, 1), true)))
                .isInstanceOf(Unavailable.class);
        assertThat(STORE.store().fences().isFenced(6)).isTrue();
        assertThatThrownBy(() ->
                        STORE.balances().nodes(6, List.of(Ids.account(6, 1))).block(OpenStore.PATIENCE))
                .isInstanceOf(Unavailable.class);
    }

    @Test
    void aCallOfBeforeARebuildIsRefusedAfterIt() {
        STORE.empty();
        Batch batch = new Batch(new PartitionKeys(7)).add(new Command.Suspend(Ids.account(7, 1), true));
        STORE.store().restoration().close(7, "rebuilt").block(OpenStore.PATIENCE);
        try (RawCalls calls = new RawCalls(SharedStores.redis())) {
            assertThat(calls.word(batch, 1)).isEqualTo("FENCED");
            STORE.store().restoration().open(7, 0).block(OpenStore.PATIENCE);
            assertThat(calls.word(batch, 1)).isEqualTo("FENCED");
        }
        STORE.store().fences().resume(7, STORE.store().fences().position(7).block(OpenStore.PATIENCE));
        STORE.charge(new Command.Suspend(Ids.account(7, 1), true));
    }
}
