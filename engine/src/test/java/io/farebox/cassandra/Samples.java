package io.farebox.cassandra;

import io.farebox.charge.Clause;
import io.farebox.charge.Entry;
import io.farebox.charge.Event;
import io.farebox.charge.Ids;
import io.farebox.charge.Order;
import io.farebox.charge.PriceClass;
import io.farebox.charge.Settlement;
import io.farebox.charge.Terms;
import io.farebox.ledger.Block;
import io.farebox.ledger.Manifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Blocks as a partition's journal holds them. */
public final class Samples {
    public static final int PARTITION = 3;
    public static final String ROOT = Ids.account(PARTITION, 1);
    public static final String SHARED = Ids.account(PARTITION, 2);
    public static final String LIST = Ids.list(ROOT, "news");
    public static final String KEY = "key-1";
    public static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    public static final PriceClass GERMANY = new PriceClass("DE", 1, 1_500_000);
    public static final PriceClass FRANCE = new PriceClass("FR", 2, 2_000_000);

    private Samples() {}

    public static Block block(long seq, Instant at, Entry... entries) {
        return Block.of(seq, at.toEpochMilli(), List.of(entries));
    }

    public static String record(long count) {
        return Ids.record(PARTITION, 77, count);
    }

    /** One message to Germany. */
    public static Entry.Reserved single(String record, int slot, String leaf, String sender) {
        Manifest manifest = new Manifest("sms", sender, "", "ref-" + slot, new long[] {4915112345000L + slot});
        Order order = new Order(1, List.of(GERMANY), new byte[0], GERMANY.creditsMicro(), "label", manifest.encode());
        return reserved(record, slot, leaf, 1, order);
    }

    /** Recipients in turn to Germany, to France, and refused. */
    public static Entry.Reserved burst(String record, int recipients, int upTo) {
        long[] numbers = new long[recipients];
        byte[] classes = new byte[recipients];
        for (int i = 0; i < recipients; i++) {
            numbers[i] = 4915100000000L + i;
            classes[i] = (byte) ((i + 1) % 3);
        }
        Manifest manifest = new Manifest("sms", KEY, "carrier", "burst", numbers);
        Order order = new Order(recipients, List.of(GERMANY, FRANCE), classes, 1, "spring", manifest.encode());
        return reserved(record, 0, LIST, upTo, order);
    }

    private static Entry.Reserved reserved(String record, int slot, String leaf, int upTo, Order order) {
        int count = 0;
        long credits = 0;
        for (int i = 0; i < upTo; i++) {
            if (order.classOf(i) != 0) {
                count++;
                credits += order.creditsMicroOf(i);
            }
        }
        Terms terms = new Terms(
                new Clause(
                        NOON.plusSeconds(72 * 3600).toEpochMilli(),
                        Clause.OnDeadline.RELEASE,
                        Clause.LateDelivery.CHARGE),
                0);
        return new Entry.Reserved(
                record, slot, leaf, 1, ROOT, upTo, count, credits, terms, 100_000_000 - credits, order, null);
    }

    public static Entry.Settled settled(Settlement settlement, Entry.Reserved of, int index, String reason) {
        PriceClass priceClass = of.order().classes().get(of.order().classOf(index) - 1);
        return new Entry.Settled(
                settlement,
                settlement == Settlement.RELEASED ? Event.FAILED : Event.DELIVERED,
                of.record(),
                of.slot(),
                index,
                of.leaf(),
                of.depth(),
                of.payer(),
                priceClass,
                0,
                50_000_000 + index,
                of.terms().usual().rule(),
                reason,
                of.order().label());
    }

    public static Entry.Lapsed lapsed(Entry.Reserved of, int count, long creditsMicro) {
        return new Entry.Lapsed(
                of.record(),
                of.slot(),
                of.leaf(),
                of.depth(),
                of.payer(),
                of.terms().usual(),
                NOON.toEpochMilli(),
                count,
                creditsMicro,
                40_000_000,
                of.order().label());
    }

    /** One of everything that has rows, over two days, a message settled twice in one block among it. */
    public static List<Block> journal() {
        Entry.Reserved burst = burst(record(1), 2500, 2400);
        Entry.Reserved shared = single(record(2), 5, SHARED, "key-2");
        List<Block> blocks = new ArrayList<>();
        blocks.add(block(1, NOON, new Entry.Granted(ROOT, "g1", 100_000_000, 0, false, 100_000_000, "", "", null)));
        blocks.add(block(2, NOON, burst, single(record(2), 4, ROOT, KEY), shared));
        blocks.add(block(3, NOON, new Entry.Moved(ROOT, LIST, 5_000_000, 95_000_000, 5_000_000)));
        blocks.add(block(
                4,
                NOON.plusSeconds(1),
                settled(Settlement.CONFIRMED, burst, 0, "ok"),
                settled(Settlement.CONFIRMED, burst, 1, "ok"),
                settled(Settlement.RELEASED, burst, 3, "absent"),
                settled(Settlement.RELEASED, burst, 4, "absent"),
                settled(Settlement.RECHARGED, burst, 4, "late")));
        blocks.add(block(5, NOON.plusSeconds(86_400), settled(Settlement.RECHARGED, burst, 3, "late")));
        blocks.add(block(6, NOON.plusSeconds(86_400), lapsed(shared, 1, 1_500_000)));
        blocks.add(block(7, NOON.plusSeconds(86_401), new Entry.Forgotten(record(2))));
        return blocks;
    }
}
