package io.farebox.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.charge.Command;
import io.farebox.charge.Decider;
import io.farebox.charge.Decision;
import io.farebox.charge.Entry;
import io.farebox.charge.Ids;
import io.farebox.charge.Invariants;
import io.farebox.charge.Node;
import io.farebox.charge.Outcome;
import io.farebox.charge.RandomCommands;
import io.farebox.charge.State;
import io.farebox.ledger.Block;
import io.farebox.ledger.Charger;
import io.farebox.local.SharedStores;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Random sequences leave the core and Redis in the same state, reply for reply and journal entry for entry. */
class RedisEqualsCoreIT {
    private static final int SEQUENCES = 16;
    private static final int COMMANDS = 3000;
    private static final int BATCH_MAX = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AtomicLong NOW_MS = new AtomicLong();

    private static MultiThreadIoEventLoopGroup loops;
    private static EventLoop loop;
    private static RedisStore store;
    private static Charger charger;

    @BeforeAll
    static void open() {
        SharedStores.redis().ask("FLUSHALL");
        loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        store = RedisStore.open(RedisSettings.of(SharedStores.redis().uri()), NOW_MS::get)
                .block(PATIENCE);
        loop = loops.next();
        charger = store.charger(loop).block(PATIENCE);
    }

    @AfterAll
    static void close() {
        store.close().block(PATIENCE);
        loops.shutdownGracefully();
    }

    @Test
    void randomSequencesAgree() {
        Set<Class<?>> seen = new HashSet<>();
        for (int partition = 0; partition < SEQUENCES; partition++) {
            new Sequence(partition, seen).run();
        }
        assertThat(seen)
                .as("kinds of entries in all sequences together")
                .containsExactlyInAnyOrder(Entry.class.getPermittedSubclasses());
    }

    /** One sequence on a partition of its own, in batches that go out as one call. */
    private static final class Sequence {
        private final int partition;
        private final RandomCommands commands;
        private final Random batches;
        private final State state = new State();
        private final Invariants invariants = new Invariants();
        private long blocks;
        private final Set<Class<?>> seen;

        Sequence(int partition, Set<Class<?>> seen) {
            this.partition = partition;
            this.seen = seen;
            this.commands = new RandomCommands(77 + partition, partition);
            this.batches = new Random(partition);
        }

        void run() {
            for (int done = 0; done < COMMANDS; ) {
                List<Command> batch = new ArrayList<>();
                NOW_MS.set(commands.tick());
                for (int i = batches.nextInt(BATCH_MAX); i >= 0; i--) {
                    batch.add(commands.next());
                }
                step(batch);
                done += batch.size();
            }
            for (String node : state.nodes().keySet()) {
                assertThat(store.balances().pool(node).block(PATIENCE))
                        .as("packages of %s", node)
                        .isEqualTo(state.pool(node));
            }
        }

        private void step(List<Command> batch) {
            List<Outcome> outcomes = inOneCall(batch);
            List<Block> written = journalOfRedis();
            List<Entry> ofRedis = written.isEmpty() ? List.of() : written.get(0).entries();
            List<Entry> entries = new ArrayList<>();
            List<Integer> left = orderOfCall(batch);
            while (!left.isEmpty()) {
                int i = left.remove(
                        nextOf(left, batch, entries.size() < ofRedis.size() ? ofRedis.get(entries.size()) : null));
                entries.addAll(decide(placed(batch.get(i), outcomes.get(i)), outcomes.get(i)));
            }
            List<Block> expected = entries.isEmpty() ? List.of() : List.of(Block.of(++blocks, NOW_MS.get(), entries));
            assertThat(written).as("journal of sequence %d", partition).isEqualTo(expected);
            invariants.check(state);
            assertThat(nodesOfRedis()).isEqualTo(List.copyOf(state.nodes().values()));
        }

        private List<Entry> decide(Command command, Outcome outcome) {
            Decision decision = Decider.decide(state, command, NOW_MS.get());
            assertThat(outcome)
                    .as("sequence %d at %d: %s", partition, NOW_MS.get(), command)
                    .isEqualTo(decision.outcome());
            for (Entry entry : decision.entries()) {
                state.apply(entry, NOW_MS.get());
                invariants.note(entry);
                seen.add(entry.getClass());
            }
            return decision.entries();
        }

        /**
         * Which of what is left of a call was carried out next: the first, but among reports that went out as one command
         * that on the message which the journal names next. No order among those was promised to anybody, so there
         * must be one in which the core comes to the same.
         */
        private int nextOf(List<Integer> left, List<Command> batch, @Nullable Entry next) {
            Command first = batch.get(left.get(0));
            for (int place = 0; place < left.size() && areOneCommand(first, batch.get(left.get(place))); place++) {
                if (isOn((Command.Settle) batch.get(left.get(place)), next)) {
                    return place;
                }
            }
            return 0;
        }

        private static boolean areOneCommand(Command one, Command other) {
            return one instanceof Command.Settle a
                    && other instanceof Command.Settle b
                    && a.record().equals(b.record())
                    && a.event() == b.event()
                    && a.reason().equals(b.reason())
                    && a.authentic() == b.authentic();
        }

        private static boolean isOn(Command.Settle command, @Nullable Entry entry) {
            if (entry instanceof Entry.Settled e) {
                return e.record().equals(command.record())
                        && e.slot() == command.slot()
                        && e.index() == command.index();
            }
            return entry instanceof Entry.Noted e
                    && e.record().equals(command.record())
                    && e.slot() == command.slot()
                    && e.index() == command.index();
        }

        /** The order in which a call carries its commands out: that in which it tells their callers. */
        private List<Integer> orderOfCall(List<Command> batch) {
            List<Integer> order = new ArrayList<>();
            List<Waiting> all = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                all.add(new Waiting(batch.get(i), "", isSingle(batch.get(i)), noted(order, i), 0));
            }
            Call call = new Call(new PartitionKeys(partition), new SharedRecords(partition, new RecordIds()));
            all.forEach(call::add);
            assertThat(call.seal()).isNotNull();
            call.failed(new IllegalStateException("only to be told"));
            return order;
        }

        private static Waiting.Caller noted(List<Integer> order, int place) {
            return new Waiting.Caller() {
                @Override
                public void outcome(Outcome outcome) {
                    throw new AssertionError(outcome);
                }

                @Override
                public void failure(Throwable cause) {
                    order.add(place);
                }
            };
        }

        private List<Outcome> inOneCall(List<Command> batch) {
            return Flux.fromIterable(batch)
                    .flatMapSequential(this::submit, BATCH_MAX + 1, 1)
                    .subscribeOn(Schedulers.fromExecutor(loop))
                    .collectList()
                    .block(PATIENCE);
        }

        private Mono<Outcome> submit(Command command) {
            return isSingle(command)
                    ? charger.reserve(Ids.accountOf(((Command.Reserve) command).leaf()), (Command.Reserve) command)
                    : charger.charge(command);
        }

        private static boolean isSingle(Command command) {
            return command instanceof Command.Reserve reserve
                    && reserve.order().count() == 1
                    && reserve.order().classMap().length == 0
                    && reserve.order().classes().size() == 1;
        }

        /** A single's record and slot are the charger's choice; the core is told what they were. */
        private Command placed(Command command, Outcome outcome) {
            if (!isSingle(command) || !(outcome instanceof Outcome.Reserved reserved)) {
                return isSingle(command) ? single((Command.Reserve) command, "", 0) : command;
            }
            commands.placed(reserved.record(), reserved.slot());
            return single((Command.Reserve) command, reserved.record(), reserved.slot());
        }

        private static Command single(Command.Reserve c, String record, int slot) {
            return new Command.Reserve(record, slot, c.leaf(), c.order(), c.terms(), false, c.once());
        }

        private List<Node> nodesOfRedis() {
            return store.balances()
                    .nodes(partition, List.copyOf(state.nodes().keySet()))
                    .block(PATIENCE);
        }

        private List<Block> journalOfRedis() {
            return store.journal().read(partition, "test", 2).block(PATIENCE);
        }
    }
}
