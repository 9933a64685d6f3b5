package io.farebox.audit;

import io.farebox.ledger.Archive;
import io.farebox.ledger.Fences;
import io.farebox.ledger.Fences.Position;
import io.farebox.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The watch over what may be served: it refuses a partition whose store is behind what this engine has seen, also while
 * nobody calls, and serves it again once it was rebuilt.
 *
 * <p>A rebuild gives the state a new name. Without one nothing is resumed, even where nothing seems to be missing: that
 * a store lost what it had acknowledged is for somebody to know.
 */
public final class FenceWatch {
    /** How often each partition is looked at. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(FenceWatch.class);

    private final Fences fences;
    private final Archive archive;
    private final int partitions;
    private @Nullable Disposable running;

    public FenceWatch(Fences fences, Archive archive, int partitions, MeterRegistry registry) {
        this.fences = fences;
        this.archive = archive;
        this.partitions = partitions;
        for (int p = 0; p < partitions; p++) {
            int partition = p;
            Meters.PARTITION_REFUSED.gauge(
                    registry, fences, all -> all.isFenced(partition) ? 1 : 0, Integer.toString(partition));
        }
    }

    /** Looks every {@link #INTERVAL} until it is stopped; where a store does not answer, nothing changes. */
    public synchronized void start() {
        running = look().repeatWhen(done -> done.delayElements(INTERVAL)).subscribe();
    }

    public synchronized void stop() {
        if (running != null) {
            running.dispose();
        }
    }

    /** Looks at every partition once. */
    public Mono<Void> look() {
        return Flux.range(0, partitions)
                .concatMap(partition -> look(partition).onErrorResume(failure -> {
                    LOG.debug("Partition {} could not be looked at", partition, failure);
                    return Mono.empty();
                }))
                .then();
    }

    private Mono<Void> look(int partition) {
        return Mono.defer(() -> {
            // Taken before the store is asked: what is seen meanwhile is no reproach to an answer that is on its way.
            Position seen = fences.seen(partition);
            return fences.position(partition)
                    .flatMap(at ->
                            fences.isFenced(partition) ? recover(partition, seen, at) : watch(partition, seen, at));
        });
    }

    private Mono<Void> watch(int partition, Position seen, Position at) {
        if (at.seq() < seen.seq() || !at.epoch().equals(seen.epoch())) {
            fences.fence(partition);
        } else {
            fences.saw(partition, at.seq());
        }
        return Mono.empty();
    }

    private Mono<Void> recover(int partition, Position seen, Position at) {
        boolean rebuilt = !at.epoch().isEmpty() && !at.epoch().equals(seen.epoch()) && at.seq() >= 0;
        return rebuilt
                ? archive.lastSeq(partition)
                        .filter(archived -> archived <= at.seq())
                        .doOnNext(archived -> fences.resume(partition, at))
                        .then()
                : Mono.empty();
    }
}
