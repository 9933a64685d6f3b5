package io.farebox.cassandra;

import io.farebox.charge.Entry;
import io.farebox.charge.Ids;
import io.farebox.charge.Settlement;
import io.farebox.ledger.Block;
import io.farebox.local.SharedStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * Measures how fast blocks of 16 single sends are stored with all their rows, and what that costs, and prints it.
 *
 * <p>Run it with the module's test class path; it starts a Cassandra of its own. As the relay does, it keeps one call of
 * store in flight for each of 16 partitions, with as many blocks in it as the argument says.
 */
final class StoreThroughput {
    private static final int PARTITIONS = 16;
    private static final int SENDS_PER_BLOCK = 16;
    private static final int SECONDS = 8;

    private StoreThroughput() {}

    public static void main(String[] arguments) {
        CassandraStore store = Keyspaces.open();
        measure(store, "warm-up", 64, 1000, false, 0);
        int round = 1;
        for (int blocksPerStore : new int[] {1, 16, 64}) {
            for (int accounts : new int[] {16, 10_000}) {
                measure(store, "singles", blocksPerStore, accounts, false, round++);
            }
        }
        measure(store, "reports", 64, 10_000, true, round);
        Keyspaces.run(store.close());
    }

    private static void measure(
            CassandraStore store, String what, int blocksPerStore, int accounts, boolean reports, int round) {
        Duration serverBefore = cpu(SharedStores.cassandra().pid());
        Duration clientBefore = cpu(ProcessHandle.current().pid());
        long startNanos = System.nanoTime();
        long endNanos = startNanos + SECONDS * 1_000_000_000L;
        Long blocks = Flux.range(0, PARTITIONS)
                .flatMap(
                        partition -> Flux.range(0, 1_000_000)
                                .takeWhile(i -> System.nanoTime() < endNanos)
                                .publishOn(Schedulers.parallel(), 1)
                                .concatMap(
                                        i -> store.archive()
                                                .store(
                                                        partition,
                                                        batch(partition, i, blocksPerStore, accounts, reports, round))
                                                .retry()
                                                .thenReturn((long) blocksPerStore),
                                        1),
                        PARTITIONS)
                .reduce(Long::sum)
                .block();
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        double messages = SENDS_PER_BLOCK * (double) (blocks == null ? 0 : blocks);
        double server = micros(serverBefore, SharedStores.cassandra().pid()) / messages;
        double client = micros(clientBefore, ProcessHandle.current().pid()) / messages;
        double rate = (blocks == null ? 0 : blocks) / seconds;
        System.out.printf(
                "measured %s: %d blocks per store, %d accounts: %.0f blocks/s, %.0f messages/s,"
                        + " CPU per message: Cassandra %.0f us, engine %.0f us%n",
                what, blocksPerStore, accounts, rate, rate * SENDS_PER_BLOCK, server, client);
    }

    private static Duration cpu(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    private static double micros(Duration before, long pid) {
        return cpu(pid).minus(before).toNanos() / 1000.0;
    }

    private static List<Block> batch(
            int partition, int batch, int blocksPerStore, int accounts, boolean reports, int round) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < blocksPerStore; i++) {
            long seq = 1 + round * 100_000_000L + (long) batch * blocksPerStore + i;
            // A record takes 256 single sends: 16 blocks.
            String record = Ids.record(partition, round, seq / 16);
            Entry[] entries = new Entry[SENDS_PER_BLOCK];
            for (int k = 0; k < SENDS_PER_BLOCK; k++) {
                int slot = (int) (seq % 16) * SENDS_PER_BLOCK + k;
                long account = Math.floorMod(31 * (seq * SENDS_PER_BLOCK + k), (long) accounts / PARTITIONS + 1);
                Entry.Reserved sent = Samples.single(record, slot, Ids.account(partition, account), Samples.KEY);
                entries[k] = reports ? Samples.settled(Settlement.CONFIRMED, own(sent), 0, "delivered") : own(sent);
            }
            blocks.add(Block.of(seq, Instant.now().toEpochMilli(), List.of(entries)));
        }
        return blocks;
    }

    private static Entry.Reserved own(Entry.Reserved e) {
        return new Entry.Reserved(
                e.record(),
                e.slot(),
                e.leaf(),
                0,
                e.leaf(),
                e.upTo(),
                e.count(),
                e.creditsMicro(),
                e.terms(),
                e.availableMicro(),
                e.order(),
                null);
    }
}
