package io.farebox.relay;

import io.farebox.ledger.JournalStream;
import io.farebox.ledger.JournalStream.Backlog;
import io.farebox.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How far the archive is behind each partition's journal, measured now and then and shown by gauges. */
final class Lag {
    private static final Backlog NONE = new Backlog(0, 0);

    private final JournalStream stream;
    private final InstantSource clock;
    private final List<Sample> samples = new ArrayList<>();

    Lag(JournalStream stream, InstantSource clock, int partitions, MeterRegistry registry) {
        this.stream = stream;
        this.clock = clock;
        for (int partition = 0; partition < partitions; partition++) {
            Sample sample = new Sample(partition);
            samples.add(sample);
            String tag = Integer.toString(partition);
            Meters.RELAY_LAG.gauge(registry, sample, this::seconds, tag);
            Meters.RELAY_BACKLOG.gauge(registry, sample, s -> s.backlog.blocks(), tag);
        }
    }

    /** Measures until it is cancelled; where it cannot, the last value stays and the lag goes on growing with the time. */
    Mono<Void> sample(Duration every) {
        return Flux.fromIterable(samples)
                .concatMap(sample -> stream.backlog(sample.partition)
                        .doOnNext(backlog -> sample.backlog = backlog)
                        .onErrorComplete())
                .then(Mono.delay(every))
                .repeat()
                .then();
    }

    /** Blocks of a partition that waited when it was last measured. */
    long backlogBlocks(int partition) {
        return samples.get(partition).backlog.blocks();
    }

    private double seconds(Sample sample) {
        long oldestAtMs = sample.backlog.oldestAtMs();
        return oldestAtMs == 0 ? 0 : Math.max(0, clock.millis() - oldestAtMs) / 1000.0;
    }

    private static final class Sample {
        private final int partition;
        private volatile Backlog backlog = NONE;

        Sample(int partition) {
            this.partition = partition;
        }
    }
}
