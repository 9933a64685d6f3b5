package io.farebox.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.charge.Balance;
import io.farebox.charge.Clause;
import io.farebox.charge.Command;
import io.farebox.charge.Event;
import io.farebox.charge.Funding;
import io.farebox.charge.Ids;
import io.farebox.charge.Node;
import io.farebox.charge.Order;
import io.farebox.charge.Outcome;
import io.farebox.charge.PriceClass;
import io.farebox.charge.Refusal;
import io.farebox.charge.State;
import io.farebox.charge.Terms;
import io.farebox.charge.Window;
import io.farebox.ledger.Block;
import io.farebox.ledger.Charger;
import io.farebox.local.SharedStores;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Many clients on one capped list under five levels, over several connections, while the cap, the packages and the
 * credits above change: the cap is never passed, and the sum of the answers is what the counters say.
 */
class ContentionIT {
    private static final int PARTITION = 5;
    private static final long CREDIT = 1_000_000;
    private static final int CLIENTS = 64;
    private static final int SENDS_EACH = 150;
    private static final int LOOPS = 3;
    private static final String ROOT = Ids.account(PARTITION, 0);
    private static final String SIDE = Ids.account(PARTITION, 9);

    private final AtomicLong heldMicro = new AtomicLong();
    private final AtomicLong confirmedMicro = new AtomicLong();
    private final AtomicLong releasedMicro = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private RedisStore store;

    @Test
    void neverPassesTheCap() {
        SharedStores.redis().ask("FLUSHALL");
        MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(LOOPS, NioIoHandler.newFactory());
        store = RedisStore.open(RedisSettings.of(SharedStores.redis().uri()), System::currentTimeMillis)
                .block(OpenStore.PATIENCE);
        List<Charger> chargers = new ArrayList<>();
        for (int i = 0; i < LOOPS; i++) {
            chargers.add(store.charger(loops.next()).block(OpenStore.PATIENCE));
        }
        String list = tree(chargers.get(0));
        Flux<Void> clients = Flux.range(0, CLIENTS)
                .flatMap(client -> client(chargers.get(client % LOOPS), list, new Random(client)), CLIENTS);
        Flux<Void> administrators = administrator(chargers.get(1), list, new Random(99));
        Flux.merge(clients, administrators).then().block(OpenStore.PATIENCE);

        Balance ofList = node(list).balance();
        assertThat(ofList.confirmedMicro()).isEqualTo(confirmedMicro.get());
        assertThat(ofList.reservedMicro()).isEqualTo(heldMicro.get() - confirmedMicro.get() - releasedMicro.get());
        assertThat(refused.get()).as("the limits were reached").isPositive();
        capHeldAtEveryMoment(list);
        store.close().block(OpenStore.PATIENCE);
        loops.shutdownGracefully();
    }

    /** Folds the journal, and looks at the cap as it was whenever something was held. */
    private void capHeldAtEveryMoment(String list) {
        State state = new State();
        for (Block block : store.journal().read(PARTITION, "test", 100_000).block(OpenStore.PATIENCE)) {
            for (var entry : block.entries()) {
                long spentBefore = spent(state, list);
                state.apply(entry, block.atMs());
                long spent = spent(state, list);
                if (spent > spentBefore) {
                    assertThat(spent).isLessThanOrEqualTo(state.node(list).limitMicro());
                }
                assertThat(state.node(ROOT) == null ? 0 : state.node(ROOT).availableMicro())
                        .isNotNegative();
            }
        }
        assertThat(state.node(list)).isEqualTo(node(list));
        assertThat(state.node(ROOT)).isEqualTo(node(ROOT));
        assertThat(state.node(SIDE)).isEqualTo(node(SIDE));
    }

    private static long spent(State state, String list) {
        Node node = state.node(list);
        return node == null ? 0 : node.spentMicro();
    }

    private String tree(Charger charger) {
        charge(charger, new Command.OpenAccount(ROOT, null, Funding.OWN, Node.UNLIMITED, Window.TOTAL, 0, null));
        charge(charger, new Command.OpenAccount(SIDE, ROOT, Funding.OWN, Node.UNLIMITED, Window.TOTAL, 0, null));
        String parent = ROOT;
        for (int level = 1; level <= Node.LEVEL_MAX; level++) {
            String account = Ids.account(PARTITION, level);
            charge(
                    charger,
                    new Command.OpenAccount(account, parent, Funding.SHARED, 100_000 * CREDIT, Window.TOTAL, 0, null));
            parent = account;
        }
        grant(charger, 1, 2_000, 3_600_000);
        String list = Ids.list(parent, "hot");
        charge(charger, new Command.PutList(list, Funding.CAPPED, 500 * CREDIT, Window.TOTAL, 0));
        return list;
    }

    private Mono<Void> client(Charger charger, String list, Random random) {
        return Flux.range(0, SENDS_EACH)
                .concatMap(i -> {
                    long price = (1 + random.nextInt(3)) * CREDIT / 2 + random.nextInt(2);
                    return charger.reserve(ROOT, reserve(list, price))
                            .flatMap(outcome -> settled(charger, outcome, random.nextInt(3)));
                })
                .then();
    }

    private static Command.Reserve reserve(String list, long priceMicro) {
        Order order =
                new Order(1, List.of(new PriceClass("DE", 1, priceMicro)), new byte[0], priceMicro, "", new byte[4]);
        Terms terms = new Terms(
                new Clause(
                        System.currentTimeMillis() + 3_600_000, Clause.OnDeadline.CONFIRM, Clause.LateDelivery.IGNORE),
                0);
        return new Command.Reserve("", 0, list, order, terms, false, null);
    }

    /** One in three is delivered, one in three fails, of the rest nothing is heard. */
    private Mono<Void> settled(Charger charger, Outcome outcome, int fate) {
        if (outcome instanceof Outcome.Refused no) {
            assertThat(no.refusal().reason())
                    .isIn(Refusal.Reason.CAP_EXCEEDED, Refusal.Reason.INSUFFICIENT_CREDITS, Refusal.Reason.EXPIRY_DUE);
            refused.incrementAndGet();
            return Mono.empty();
        }
        Outcome.Reserved reserved = (Outcome.Reserved) outcome;
        heldMicro.addAndGet(reserved.creditsMicro());
        if (fate == 2) {
            return Mono.empty();
        }
        return charger.charge(new Command.Settle(
                        reserved.record(), reserved.slot(), 0, fate == 0 ? Event.DELIVERED : Event.FAILED, "", true))
                .doOnNext(settlement -> {
                    assertThat(settlement).isInstanceOf(Outcome.Settled.class);
                    (fate == 0 ? confirmedMicro : releasedMicro).addAndGet(reserved.creditsMicro());
                })
                .then();
    }

    /** Caps, transfers, packages that expire at once, and sweeps, all the time. */
    private Flux<Void> administrator(Charger charger, String list, Random random) {
        return Flux.range(10, 400).concatMap(i -> {
            long cap = (300 + random.nextInt(3_000)) * CREDIT;
            Command command = switch (i % 5) {
                case 0 -> new Command.PutList(list, Funding.CAPPED, cap, Window.TOTAL, 0);
                case 1 -> new Command.Transfer(ROOT, SIDE, 1 + random.nextInt(100) * CREDIT, "", null);
                case 2 -> new Command.Transfer(SIDE, ROOT, 1 + random.nextInt(100) * CREDIT, "", null);
                case 3 ->
                    new Command.Grant(ROOT, "g" + i, 20 * CREDIT, System.currentTimeMillis() + 5, false, "", "", null);
                default -> new Command.SweepAccount(ROOT);
            };
            return charger.charge(command).then();
        });
    }

    private void grant(Charger charger, int number, int credits, long validMs) {
        charge(
                charger,
                new Command.Grant(
                        ROOT,
                        "g" + number,
                        credits * CREDIT,
                        System.currentTimeMillis() + validMs,
                        false,
                        "",
                        "",
                        null));
    }

    private static void charge(Charger charger, Command command) {
        assertThat(charger.charge(command).block(OpenStore.PATIENCE)).isInstanceOf(Outcome.Done.class);
    }

    private Node node(String id) {
        return store.balances()
                .nodes(PARTITION, List.of(id))
                .block(OpenStore.PATIENCE)
                .get(0);
    }
}
