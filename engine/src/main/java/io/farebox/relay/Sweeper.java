package io.farebox.relay;

import io.farebox.charge.Command;
import io.farebox.charge.Ids;
import io.farebox.ledger.Charger;
import io.farebox.ledger.Deadlines;
import io.farebox.metrics.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Does what has become due: lapses messages that no report has settled in time, and forgets records.
 *
 * <p>Any engine may sweep any partition, also at the same time as another: the command decides whether something is
 * still due.
 */
public final class Sweeper {
    /** How often each partition is looked at. */
    static final Duration INTERVAL = Duration.ofSeconds(1);
    /** Records that are taken up at once; a partition with more is looked at again without waiting. */
    static final int RECORDS_MAX = 64;
    /** Sweeps that are under way at once: one that lapses a large burst keeps the others' calls short. */
    static final int SWEEPS_AT_ONCE = 4;

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    private final Deadlines deadlines;
    private final Charger charger;
    private final int partitions;
    private final LongSupplier clock;
    private final Counter records;
    private final Counter failures;
    private final AtomicLongArray sweptNanos;
    private @Nullable Disposable running;

    /** A sweeper of all partitions; the clock gives UTC epoch milliseconds. */
    public Sweeper(Deadlines deadlines, Charger charger, int partitions, LongSupplier clock, MeterRegistry registry) {
        this.deadlines = deadlines;
        this.charger = charger;
        this.partitions = partitions;
        this.clock = clock;
        this.records = Meters.SWEEP_RECORDS.counter(registry);
        this.failures = Meters.SWEEP_FAILURES.counter(registry);
        this.sweptNanos = new AtomicLongArray(partitions);
        long nowNanos = System.nanoTime();
        for (int p = 0; p < partitions; p++) {
            int partition = p;
            sweptNanos.set(p, nowNanos);
            Meters.SWEEP_AGE.gauge(registry, this, sweeper -> sweeper.ageSeconds(partition), Integer.toString(p));
        }
    }

    private double ageSeconds(int partition) {
        return (System.nanoTime() - sweptNanos.get(partition)) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    /** Sweeps every {@link #INTERVAL} until it is stopped; a sweep that fails is made up for by the next. */
    public void start() {
        running = sweep().repeatWhen(done -> done.delayElements(INTERVAL)).subscribe();
    }

    /** Starts no further sweep. */
    public void stop() {
        Disposable current = running;
        if (current != null) {
            current.dispose();
        }
    }

    /**
     * Does all that is due now, and completes with the number of records it took up. A partition that is not served does
     * not keep the others waiting.
     */
    public Mono<Long> sweep() {
        return Flux.range(0, partitions).concatMap(this::sweepPartition).reduce(0L, Long::sum);
    }

    private Mono<Long> sweepPartition(int partition) {
        return sweepSome(partition)
                .expand(swept -> swept == RECORDS_MAX ? sweepSome(partition) : Mono.empty())
                .reduce(0L, Long::sum)
                .doOnNext(swept -> {
                    records.increment(swept);
                    sweptNanos.set(partition, System.nanoTime());
                })
                .onErrorResume(failure -> {
                    failures.increment();
                    LOG.warn(
                            "Partition {} could not be swept, will try again: {}",
                            partition,
                            String.valueOf(failure.getMessage()));
                    return Mono.just(0L);
                });
    }

    private static Command sweep(String id) {
        return Ids.isAccount(id) ? new Command.SweepAccount(id) : new Command.Sweep(id);
    }

    private Mono<Long> sweepSome(int partition) {
        return Mono.defer(() -> deadlines.due(partition, clock.getAsLong(), RECORDS_MAX))
                .flatMapMany(Flux::fromIterable)
                .flatMap(id -> charger.charge(sweep(id)), SWEEPS_AT_ONCE)
                .count();
    }
}
