package io.farebox.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.charge.Clause;
import io.farebox.charge.Command;
import io.farebox.charge.Funding;
import io.farebox.charge.Ids;
import io.farebox.charge.Node;
import io.farebox.charge.Order;
import io.farebox.charge.Outcome;
import io.farebox.charge.PriceClass;
import io.farebox.charge.Terms;
import io.farebox.charge.Window;
import io.farebox.ledger.Block;
import io.farebox.ledger.Charger;
import io.farebox.local.SharedStores;
import io.farebox.redis.Recorder.Recorded;
import io.farebox.tracing.Behalf;
import io.farebox.tracing.TraceAttribute;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.codec.ByteArrayCodec;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What a sampled request leaves on the stream, and what all the others do not. */
class TracedStreamIT {
    private static final int PARTITION = 5;
    private static final String ACCOUNT = Ids.account(PARTITION, 1);
    private static final long CREDIT = 1_000_000;
    private static final long NOW_MS = 1_900_000_000_000L;
    private static final long DUE_MS = 4_000_000_000_000L;

    @RegisterExtension
    static final OpenStore UNTRACED = new OpenStore();

    private static final Recorder RECORDER = new Recorder();
    private static RedisStore store;
    private static Charger charger;
    private static RedisClient client;

    @BeforeAll
    static void open() {
        UNTRACED.setNowMs(NOW_MS);
        client = RedisClient.create(SharedStores.redis().uri());
        store = RedisStore.open(
                        RedisSettings.of(SharedStores.redis().uri()),
                        () -> NOW_MS,
                        new CompositeMeterRegistry(),
                        RECORDER)
                .block(OpenStore.PATIENCE);
        charger = store.charger(UNTRACED.loop()).block(OpenStore.PATIENCE);
        charger.charge(new Command.OpenAccount(ACCOUNT, null, Funding.OWN, Node.UNLIMITED, Window.TOTAL, 0, null))
                .then(charger.charge(new Command.Grant(ACCOUNT, "g1", 1000 * CREDIT, DUE_MS, false, "", "", null)))
                .block(OpenStore.PATIENCE);
    }

    @AfterAll
    static void close() {
        store.close().block(OpenStore.PATIENCE);
        client.shutdown();
    }

    private static Mono<Outcome> send(Charger through) {
        Order order = new Order(1, List.of(new PriceClass("DE", 1, CREDIT)), new byte[0], CREDIT, "", new byte[0]);
        Terms terms = new Terms(new Clause(DUE_MS, Clause.OnDeadline.CONFIRM, Clause.LateDelivery.IGNORE), 0);
        return through.reserve(ACCOUNT, new Command.Reserve("", 0, ACCOUNT, order, terms, false, null));
    }

    private static Mono<Outcome> sampled(Recorded request) {
        return send(charger).contextWrite(context -> Behalf.with(context, request));
    }

    /** The last block's fields: names and values in turn. */
    private static List<byte[]> lastFields() {
        try (var connection = client.connect(ByteArrayCodec.INSTANCE)) {
            StreamMessage<byte[], byte[]> last = connection
                    .sync()
                    .xrevrange(new PartitionKeys(PARTITION).journal(), Range.unbounded(), Limit.from(1))
                    .get(0);
            List<byte[]> fields = new ArrayList<>();
            last.getBody().forEach((name, value) -> {
                fields.add(name);
                fields.add(value);
            });
            return fields;
        }
    }

    private static Block lastBlock() {
        List<Block> blocks = store.liveState()
                .blocks(PARTITION, store.journal().lastSeq(PARTITION).block(OpenStore.PATIENCE), 1)
                .block(OpenStore.PATIENCE);
        return blocks.get(0);
    }

    @Test
    void onlyASampledRequestIsNamed() {
        send(UNTRACED.charger()).block(OpenStore.PATIENCE);
        List<byte[]> untraced = lastFields();
        send(charger).block(OpenStore.PATIENCE);
        List<byte[]> unsampled = lastFields();
        assertThat(lastBlock().traceparents()).isEmpty();
        Recorded request = RECORDER.request(null, null);
        sampled(request).block(OpenStore.PATIENCE);
        List<byte[]> traced = lastFields();

        assertThat(untraced.get(0)).asString().isEqualTo("t");
        assertThat(unsampled.get(0)).asString().isEqualTo("t");
        // The name that readers have always skipped is all that there is of it.
        assertThat(new String(traced.get(0), US_ASCII)).isEqualTo("t " + request.traceparent());
        assertThat(lengthsFromTheTimeOn(traced))
                .isEqualTo(lengthsFromTheTimeOn(unsampled))
                .isEqualTo(lengthsFromTheTimeOn(untraced));
        assertThat(lastBlock().traceparents()).containsExactly(request.traceparent());
    }

    private static List<Integer> lengthsFromTheTimeOn(List<byte[]> fields) {
        return fields.subList(1, fields.size()).stream()
                .map(field -> field.length)
                .toList();
    }

    @Test
    void theSpanIsTheCallWhateverElseIsInIt() {
        RECORDER.calls.clear();
        Recorded one = RECORDER.request(null, null);
        Recorded other = RECORDER.request(null, null);
        together(List.of(send(charger), sampled(one), sampled(one), sampled(other)));
        assertThat(RECORDER.calls).extracting(call -> call.parent).containsExactly(one, other);
        assertThat(RECORDER.calls).allSatisfy(call -> {
            assertThat(call.ended).isTrue();
            assertThat(call.failure).isEmpty();
            assertThat(call.told).containsEntry(TraceAttribute.BATCH, 4L).containsEntry(TraceAttribute.PARTITION, (long)
                    PARTITION);
        });
        assertThat(lastBlock().traceparents()).containsExactly(one.traceparent(), other.traceparent());
    }

    @Test
    void aCallNamesSoManyRequestsAndNoMore() {
        RECORDER.calls.clear();
        List<Mono<Outcome>> sends = new ArrayList<>();
        for (int i = 0; i < TracedCall.REQUESTS_MAX + 8; i++) {
            sends.add(sampled(RECORDER.request(null, null)));
        }
        together(sends);
        assertThat(RECORDER.calls).hasSize(TracedCall.REQUESTS_MAX);
        assertThat(lastBlock().traceparents()).hasSize(TracedCall.REQUESTS_MAX);
    }

    /** All of them are there before the event loop sends the next call. */
    private static void together(List<Mono<Outcome>> sends) {
        List<Outcome> outcomes = Flux.merge(Flux.fromIterable(sends), sends.size())
                .subscribeOn(Schedulers.fromExecutor(UNTRACED.loop()))
                .collectList()
                .block(OpenStore.PATIENCE);
        assertThat(outcomes).hasSameSizeAs(sends).allMatch(Outcome.Reserved.class::isInstance);
    }
}
