package io.farebox.redis;

import io.farebox.ledger.Balances;
import io.farebox.ledger.Charger;
import io.farebox.ledger.Deadlines;
import io.farebox.ledger.Fences;
import io.farebox.ledger.Inbox;
import io.farebox.ledger.JournalStream;
import io.farebox.ledger.Links;
import io.farebox.ledger.LiveState;
import io.farebox.ledger.Restoration;
import io.farebox.metrics.Meters;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A Redis that holds the credit trees: the entrance to everything else of this package.
 *
 * <p>Opening it loads the scripts and creates what the journal's readers need.
 */
public final class RedisStore {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /** Reads give up after this; calls of the charger never do, because their outcome must become known. */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

    private final RedisSettings settings;
    private final LongSupplier clock;
    private final ScriptLibrary library;
    private final RedisClient readingClient;
    private final StatefulRedisConnection<byte[], byte[]> reading;
    private final RedisReader reader;
    private final RedisJournal journal;
    private final RedisLinks links;
    private final RedisInbox inbox;
    private final RedisFences fences;
    private final RedisLiveState liveState;
    private final RedisRestoration restoration;
    private final List<RedisClient> clients = new CopyOnWriteArrayList<>();
    private final List<ClientResources> resources = new CopyOnWriteArrayList<>();
    private final CallMeters meters;

    private RedisStore(
            RedisSettings settings,
            LongSupplier clock,
            MeterRegistry registry,
            RedisClient readingClient,
            StatefulRedisConnection<byte[], byte[]> reading) {
        this.settings = settings;
        this.clock = clock;
        this.library = new ScriptLibrary();
        this.readingClient = readingClient;
        this.reading = reading;
        PartitionKeys[] names = new PartitionKeys[settings.partitions()];
        for (int p = 0; p < names.length; p++) {
            names[p] = new PartitionKeys(p);
        }
        this.fences = new RedisFences(reading, names);
        this.reader = new RedisReader(reading, library, names, fences);
        this.journal = new RedisJournal(reading, names, fences);
        this.liveState = new RedisLiveState(reading, library, names, journal);
        this.restoration = new RedisRestoration(reading, library, names, liveState, journal);
        this.links = new RedisLinks(reading);
        this.inbox = new RedisInbox(reading);
        this.meters = CallMeters.of(registry);
        for (int p = 0; p < names.length; p++) {
            int partition = p;
            Meters.COALESCER_QUEUE.gauge(registry, fences, all -> waiting(all, partition), Integer.toString(p));
        }
    }

    private static int waiting(RedisFences fences, int partition) {
        return fences.chargers().stream()
                .mapToInt(charger -> charger.waiting(partition))
                .sum();
    }

    /** Connects, loads the scripts and creates the journal's consumer groups. */
    public static Mono<RedisStore> open(RedisSettings settings) {
        return open(settings, System::currentTimeMillis);
    }

    /** The same with a clock of the caller's (UTC epoch milliseconds). */
    public static Mono<RedisStore> open(RedisSettings settings, LongSupplier clock) {
        return open(settings, clock, new CompositeMeterRegistry());
    }

    /** The same, measured. */
    public static Mono<RedisStore> open(RedisSettings settings, LongSupplier clock, MeterRegistry registry) {
        return Mono.defer(() -> {
            RedisClient client = RedisClient.create();
            client.setOptions(options(READ_TIMEOUT));
            return connection(client, settings)
                    .map(reading -> new RedisStore(settings, clock, registry, client, reading))
                    .flatMap(store -> store.prepare().thenReturn(store))
                    .onErrorResume(failure ->
                            Mono.fromCompletionStage(client::shutdownAsync).then(Mono.error(failure)));
        });
    }

    private Mono<Void> prepare() {
        return Mono.fromCompletionStage(() -> reading.async().functionLoad(library.source(), true))
                .then(journal.createGroups())
                .then(fences.begin());
    }

    /** A charger for the requests of one event loop. */
    public Mono<Charger> charger(EventLoop loop) {
        return Mono.defer(() -> {
            ClientResources onLoop = DefaultClientResources.builder()
                    .eventLoopGroupProvider(new OneLoop(loop))
                    .build();
            RedisClient client = RedisClient.create(onLoop);
            client.setOptions(options(null));
            resources.add(onLoop);
            clients.add(client);
            return connection(client, settings).map(connection -> {
                RedisCharger charger = new RedisCharger(connection, loop, library, settings, clock, fences, meters);
                fences.bind(charger);
                return charger;
            });
        });
    }

    public Balances balances() {
        return reader;
    }

    public Deadlines deadlines() {
        return reader;
    }

    public Links links() {
        return links;
    }

    public Inbox inbox() {
        return inbox;
    }

    /** Which partitions are refused, because this Redis is behind their journal. */
    public Fences fences() {
        return fences;
    }

    public LiveState liveState() {
        return liveState;
    }

    public Restoration restoration() {
        return restoration;
    }

    public JournalStream journal() {
        return journal;
    }

    /** Completes when Redis answers. */
    public Mono<Void> ping() {
        return Mono.fromCompletionStage(() -> reading.async().ping()).then();
    }

    /** Lets what is in flight finish, and closes all connections. */
    public Mono<Void> close() {
        return Flux.fromIterable(fences.chargers())
                .flatMap(RedisCharger::close)
                .thenMany(Flux.fromIterable(clients))
                .flatMap(client -> Mono.fromCompletionStage(client::shutdownAsync))
                .then(Mono.fromCompletionStage(readingClient::shutdownAsync))
                .doFinally(end -> resources.forEach(RedisStore::release))
                .then();
    }

    private static void release(ClientResources resources) {
        var unused = resources.shutdown(0, 1, TimeUnit.SECONDS);
    }

    private static Mono<StatefulRedisConnection<byte[], byte[]>> connection(
            RedisClient client, RedisSettings settings) {
        RedisURI uri = RedisURI.create(settings.uri());
        uri.setTimeout(CONNECT_TIMEOUT);
        return Mono.fromCompletionStage(() -> client.connectAsync(ByteArrayCodec.INSTANCE, uri));
    }

    private static ClientOptions options(@Nullable Duration timeout) {
        TimeoutOptions timeouts = timeout == null
                ? TimeoutOptions.create()
                : TimeoutOptions.builder().fixedTimeout(timeout).build();
        return ClientOptions.builder()
                .autoReconnect(true)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .keepAlive(true)
                        .tcpNoDelay(true)
                        .build())
                .timeoutOptions(timeouts)
                .build();
    }
}
