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
import io.farebox.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.netty.channel.EventLoop;
import java.util.function.LongSupplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The Redis, or the Redis Cluster, that holds the credit trees: the entrance to everything else of this package.
 *
 * <p>Opening it loads the scripts and creates what the journal's readers need.
 */
public final class RedisStore {
    private final RedisSettings settings;
    private final LongSupplier clock;
    private final ScriptLibrary library = new ScriptLibrary();
    private final Site site;
    private final Questions questions;
    private final RedisReader reader;
    private final RedisJournal journal;
    private final RedisLinks links;
    private final RedisInbox inbox;
    private final RedisFences fences;
    private final RedisLiveState liveState;
    private final RedisRestoration restoration;
    private final CallMeters meters;
    private final Tracing tracing;

    private RedisStore(
            RedisSettings settings,
            LongSupplier clock,
            MeterRegistry registry,
            Tracing tracing,
            PartitionKeys[] names,
            Site site) {
        this.tracing = tracing;
        this.settings = settings;
        this.clock = clock;
        this.site = site;
        Masters masters = site.masters();
        this.questions = new Questions(masters, site.named(), site.lines(), site.lines(), library);
        this.fences = new RedisFences(questions, library, names);
        this.reader = new RedisReader(questions, library, names, fences);
        this.journal = new RedisJournal(questions, names, fences);
        this.liveState = new RedisLiveState(questions, masters, library, names, journal);
        this.restoration = new RedisRestoration(questions, library, names, liveState, journal);
        this.links = new RedisLinks(questions, names);
        this.inbox = new RedisInbox(questions, names);
        this.meters = CallMeters.of(registry);
        for (int p = 0; p < names.length; p++) {
            int partition = p;
            Meters.COALESCER_QUEUE.gauge(registry, fences, all -> waiting(all, partition), Integer.toString(p));
        }
    }

    private static int waiting(RedisFences fences, int partition) {
        return fences.owners().all().stream()
                .mapToInt(lanes -> lanes.waiting(partition))
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
        return open(settings, clock, registry, Tracing.NONE);
    }

    /** The same, traced. */
    public static Mono<RedisStore> open(
            RedisSettings settings, LongSupplier clock, MeterRegistry registry, Tracing tracing) {
        return Mono.defer(() -> {
            PartitionKeys[] names = PartitionKeys.all(settings.partitions());
            return Site.find(settings, names).flatMap(site -> {
                RedisStore store = new RedisStore(settings, clock, registry, tracing, names, site);
                return store.prepare()
                        .thenReturn(store)
                        .onErrorResume(failure -> store.close().then(Mono.error(failure)));
            });
        });
    }

    private Mono<Void> prepare() {
        return questions
                .view()
                .then(questions.load())
                .then(journal.createGroups())
                .then(fences.begin());
    }

    /** A charger for the requests of one event loop. */
    public Mono<Charger> charger(EventLoop loop) {
        return Mono.defer(() -> {
            Lines lines = site.lines(loop);
            Masters masters = site.masters();
            return Flux.fromIterable(masters.all())
                    .flatMap(at -> lines.to(at)
                            .onErrorResume(failure -> masters.isCluster() ? Mono.empty() : Mono.error(failure)))
                    .then(Mono.fromSupplier(() -> {
                        fences.bind(new Lanes(lines, masters, loop, library, settings, clock, fences, meters));
                        return new RedisCharger(loop, fences.owners(), settings.partitions(), tracing);
                    }));
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

    /** Completes when Redis answers, or any master of a cluster: what each holds is served without the others. */
    public Mono<Void> ping() {
        return questions.ping();
    }

    /** Lets what is in flight finish, and closes all connections. */
    public Mono<Void> close() {
        return Flux.fromIterable(fences.owners().all())
                .flatMap(Lanes::close)
                .then(questions.close())
                .doFinally(end -> site.release());
    }
}
