package io.farebox.redis;

import io.farebox.charge.Command;
import io.farebox.charge.Ids;
import io.farebox.charge.Once;
import io.farebox.charge.Order;
import io.farebox.charge.Outcome;
import io.farebox.charge.PriceClass;
import io.farebox.charge.Terms;
import io.farebox.directory.Policy;
import io.farebox.micro.OneCore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** Single sends that waited together become the keys and arguments of one call of the script. */
public class CallBenchmark extends OneCore {
    private static final int PARTITION = 0;
    private static final long NOW_MS = 1_800_000_000_000L;
    private static final int MANIFEST_BYTES = 60;
    private static final Batch.Caller CALLER = new Batch.Caller(Ids.record(PARTITION, 7, 7), "");

    @Param({"1", "16", "128"})
    public int messages;

    private final PartitionKeys names = new PartitionKeys(PARTITION);
    private final RecordIds ids = new RecordIds();
    private final List<Waiting> alike = new ArrayList<>();
    private final List<Waiting> keyed = new ArrayList<>();

    /** Nobody: what is sent is never answered. */
    private static final class Nobody implements Waiting.Caller {
        @Override
        public void outcome(Outcome outcome) {
            throw new IllegalStateException();
        }

        @Override
        public void failure(Throwable cause) {
            throw new IllegalStateException(cause);
        }
    }

    @Setup
    public void prepare() {
        PriceClass priceClass = new PriceClass("DE", 1, 1_500_000);
        Terms terms = Policy.DEFAULT.terms(NOW_MS, 0, "sms", List.of(priceClass));
        String leaf = Ids.account(PARTITION, 1);
        for (int i = 0; i < messages; i++) {
            byte[] manifest = new byte[MANIFEST_BYTES];
            manifest[0] = (byte) i;
            Order order = new Order(1, List.of(priceClass), new byte[0], 1_500_000, "", manifest);
            alike.add(waiting(leaf, order, terms, null));
            keyed.add(waiting(leaf, order, terms, new Once("key-" + i, "fingerprint-" + i)));
        }
    }

    private static Waiting waiting(String leaf, Order order, Terms terms, @Nullable Once once) {
        Command command = new Command.Reserve("", 0, leaf, order, terms, false, once);
        return new Waiting(command, leaf, true, new Nobody(), NOW_MS);
    }

    /** Sends that differ in nothing but their manifests. */
    @Benchmark
    public void encode(Blackhole taken) {
        encode(alike, taken);
    }

    /** Sends with an Idempotency-Key each. */
    @Benchmark
    public void encodeWithKeys(Blackhole taken) {
        encode(keyed, taken);
    }

    private void encode(List<Waiting> all, Blackhole taken) {
        Call call = new Call(names, new SharedRecords(PARTITION, ids));
        all.forEach(call::add);
        Batch batch = call.seal();
        taken.consume(batch.keys());
        taken.consume(batch.arguments(CALLER, 1, NOW_MS, 1));
    }
}
