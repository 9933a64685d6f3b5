package io.farebox.relay;

import io.farebox.ledger.Archive;
import io.farebox.ledger.JournalStream;
import io.farebox.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Moves every partition's journal from the stream to the archive, in the background, until it is stopped.
 *
 * <p>A block is acknowledged only when it is stored with all that is derived from it. Several engines may relay the same
 * partitions: each is handed blocks of its own, in whatever order they are stored.
 */
public final class Relay {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final Duration DRAIN_POLL = Duration.ofMillis(20);

    private final JournalStream stream;
    private final Archive archive;
    private final RelaySettings settings;
    private final MeterRegistry registry;
    private final Stop stop = new Stop();
    private final Sinks.Empty<Void> ended = Sinks.empty();
    private final Scheduler scheduler = Schedulers.parallel();
    private final InstantSource clock;
    private final Tracing tracing;
    private volatile @Nullable Lag lag;
    private @Nullable Disposable running;
    private @Nullable Disposable sampling;

    public Relay(
            JournalStream stream,
            Archive archive,
            RelaySettings settings,
            MeterRegistry registry,
            InstantSource clock) {
        this(stream, archive, settings, registry, clock, Tracing.NONE);
    }

    /** The same, traced. */
    public Relay(
            JournalStream stream,
            Archive archive,
            RelaySettings settings,
            MeterRegistry registry,
            InstantSource clock,
            Tracing tracing) {
        this.tracing = tracing;
        this.stream = stream;
        this.archive = archive;
        this.settings = settings;
        this.registry = registry;
        this.clock = clock;
    }

    /** Starts relaying all partitions; to be called once. */
    public synchronized void start() {
        if (running != null) {
            throw new IllegalStateException("the relay was started before");
        }
        running = Flux.range(0, settings.partitions())
                .flatMap(partition -> relay(partition).run(), settings.partitions())
                .then()
                .doFinally(signal -> ended.tryEmitEmpty())
                .subscribe(done -> {}, failure -> LOG.error("The relay ended", failure));
        Lag measured = new Lag(stream, clock, settings.partitions(), registry);
        lag = measured;
        sampling = measured.sample(settings.sampleEvery())
                .subscribe(done -> {}, failure -> LOG.error("The relay's lag is no longer measured", failure));
    }

    /** Blocks of a partition that waited for the archive when that was last measured, 0 before the start. */
    public long backlogBlocks(int partition) {
        Lag measured = lag;
        return measured == null ? 0 : measured.backlogBlocks(partition);
    }

    private PartitionRelay relay(int partition) {
        return new PartitionRelay(
                partition, stream, archive, settings, registry, stop, scheduler, new Traces(tracing, partition, clock));
    }

    /** Completes when no block waits; while sends go on, that may be never. */
    public Mono<Void> drain() {
        return Flux.range(0, settings.partitions())
                .concatMap(stream::backlog)
                .any(backlog -> backlog.blocks() > 0)
                .filter(waits -> !waits)
                .repeatWhenEmpty(empty -> empty.concatMap(i -> Mono.delay(DRAIN_POLL)))
                .then();
    }

    /** Finishes what is in flight, within a bound; what is left is handed out again at the next start. */
    public Mono<Void> stop() {
        return Mono.defer(() -> {
            stop.ask();
            synchronized (this) {
                if (running == null) {
                    return Mono.empty();
                }
            }
            return ended.asMono()
                    .timeout(settings.stopMax(), scheduler)
                    .onErrorResume(TimeoutException.class, late -> {
                        LOG.warn(
                                "The relay was cut off after {} ms",
                                settings.stopMax().toMillis());
                        return Mono.empty();
                    })
                    .doFinally(signal -> dispose());
        });
    }

    private synchronized void dispose() {
        if (running != null) {
            running.dispose();
        }
        if (sampling != null) {
            sampling.dispose();
        }
    }
}
