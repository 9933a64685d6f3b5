package io.farebox.relay;

import io.farebox.ledger.Archive;
import io.farebox.ledger.Block;
import io.farebox.ledger.JournalStream;
import io.farebox.metrics.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * The relay of one partition: one batch at a time is read, stored, acknowledged.
 *
 * <p>While a batch is being stored the next one gathers in the stream, so that batches grow with the load, and with them
 * what one write to the archive carries. Partitions run side by side.
 */
final class PartitionRelay {
    /** What a failure is counted under. */
    private enum Step {
        READ,
        STORE,
        ACKNOWLEDGE;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final int partition;
    private final JournalStream stream;
    private final Archive archive;
    private final RelaySettings settings;
    private final Stop stop;
    private final Scheduler scheduler;
    private final Traces traces;
    private final BlockWeight weight;
    private final Outage outage;
    private final Backoff backoff;
    private final Counter stored;
    private final DistributionSummary batch;
    private final Timer store;
    private final Map<Step, Counter> failures = new EnumMap<>(Step.class);
    private Duration idle;
    private boolean recovering = true;
    private boolean hasReclaimed;
    private long reclaimedNanos;

    PartitionRelay(
            int partition,
            JournalStream stream,
            Archive archive,
            RelaySettings settings,
            MeterRegistry registry,
            Stop stop,
            Scheduler scheduler,
            Traces traces) {
        this.traces = traces;
        this.partition = partition;
        this.stream = stream;
        this.archive = archive;
        this.settings = settings;
        this.stop = stop;
        this.scheduler = scheduler;
        weight = new BlockWeight(settings.blocksMax(), settings.bytesMax());
        outage = new Outage(partition);
        backoff = new Backoff(settings.backoffMin(), settings.backoffMax());
        stored = Meters.RELAY_STORED.counter(registry);
        batch = Meters.RELAY_BATCH.summary(registry);
        store = Meters.RELAY_STORE.timer(registry);
        for (Step step : Step.values()) {
            failures.put(step, Meters.RELAY_FAILURES.counter(registry, step.text()));
        }
        idle = settings.idleMin();
    }

    /** Runs until it is stopped. */
    Mono<Void> run() {
        return Mono.defer(this::round)
                .subscribeOn(scheduler)
                .repeat(() -> !stop.isAsked())
                .onErrorComplete(Stop.Asked.class)
                .then();
    }

    private Mono<Void> round() {
        return persistently(Step.READ, this::next).flatMap(blocks -> blocks.isEmpty() ? rest() : move(blocks));
    }

    /** What to move next: first what was left pending by an earlier run, now and then what others left, else what is new. */
    private Mono<List<Block>> next() {
        if (recovering) {
            return stream.pending(partition, settings.consumer(), weight.blocksNext())
                    .doOnNext(blocks -> recovering = !blocks.isEmpty())
                    .flatMap(blocks -> blocks.isEmpty() ? fresh() : Mono.just(blocks));
        }
        return fresh();
    }

    private Mono<List<Block>> fresh() {
        long sinceReclaimNanos = System.nanoTime() - reclaimedNanos;
        if (hasReclaimed && sinceReclaimNanos < settings.reclaimEvery().toNanos()) {
            return read();
        }
        return stream.reclaim(
                        partition, settings.consumer(), settings.reclaimIdle().toMillis(), weight.blocksNext())
                .flatMap(blocks -> {
                    if (!blocks.isEmpty()) {
                        return Mono.just(blocks);
                    }
                    hasReclaimed = true;
                    reclaimedNanos = System.nanoTime();
                    return read();
                });
    }

    private Mono<List<Block>> read() {
        return stream.read(partition, settings.consumer(), weight.blocksNext());
    }

    private Mono<Void> rest() {
        Duration pause = idle;
        Duration doubled = pause.multipliedBy(2);
        idle = doubled.compareTo(settings.idleMax()) > 0 ? settings.idleMax() : doubled;
        return stop.orAfter(pause, scheduler);
    }

    private Mono<Void> move(List<Block> blocks) {
        idle = settings.idleMin();
        weight.saw(blocks);
        batch.record(blocks.size());
        Mono<Void> moving = persistently(Step.STORE, () -> store(blocks))
                .then(persistently(Step.ACKNOWLEDGE, () -> stream.acknowledge(partition, blocks)));
        return traces.around(blocks, moving)
                .doOnSuccess(done -> stored.increment(blocks.size()))
                .then(blocks.size() < settings.blocksMax() ? stop.orAfter(settings.gather(), scheduler) : Mono.empty());
    }

    private Mono<Void> store(List<Block> blocks) {
        long beganNanos = System.nanoTime();
        return archive.store(partition, blocks)
                .doOnSuccess(done -> store.record(System.nanoTime() - beganNanos, TimeUnit.NANOSECONDS));
    }

    /** Tries until it succeeds, or until a stop is asked for: what was not acknowledged is handed out again. */
    private <T> Mono<T> persistently(Step step, Supplier<Mono<T>> attempt) {
        return Mono.defer(attempt)
                .doOnError(failure -> {
                    count(step);
                    outage.failed(step.text(), failure);
                })
                .doOnSuccess(done -> outage.succeeded())
                .publishOn(scheduler)
                .retryWhen(Retry.from(failures -> failures.concatMap(this::pause)));
    }

    private void count(Step step) {
        Counter counter = failures.get(step);
        if (counter != null) {
            counter.increment();
        }
    }

    private Mono<Boolean> pause(Retry.RetrySignal failed) {
        return stop.orAfter(backoff.pause(failed.totalRetriesInARow()), scheduler)
                .then(Mono.fromCallable(() -> {
                    if (stop.isAsked()) {
                        throw new Stop.Asked();
                    }
                    return true;
                }));
    }
}
