package io.farebox.relay;

import io.farebox.ledger.Block;
import io.farebox.tracing.Behalf;
import io.farebox.tracing.Operation;
import io.farebox.tracing.TraceAttribute;
import io.farebox.tracing.TraceSpan;
import io.farebox.tracing.Tracing;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What one partition's relay tells of the sampled requests whose blocks it moves. */
final class Traces {
    /** Requests of one batch that are followed; what is moved of those beyond it has no span. */
    private static final int REQUESTS_MAX = 128;

    private final Tracing tracing;
    private final int partition;
    private final InstantSource clock;

    Traces(Tracing tracing, int partition, InstantSource clock) {
        this.tracing = tracing;
        this.partition = partition;
        this.clock = clock;
    }

    /** Moves blocks, in a span of its own for each sampled request that they are of. */
    Mono<Void> around(List<Block> blocks, Mono<Void> moving) {
        return tracing.isOn() ? Mono.defer(() -> followed(blocks, moving)) : moving;
    }

    private Mono<Void> followed(List<Block> blocks, Mono<Void> moving) {
        TraceSpan span = follow(blocks);
        return span == null
                ? moving
                : moving.doOnError(failure -> span.failed(failure.getClass().getSimpleName()))
                        .doFinally(signal -> span.end())
                        .contextWrite(context -> Behalf.with(context, span));
    }

    private @Nullable TraceSpan follow(List<Block> blocks) {
        List<String> requests = blocks.stream()
                .flatMap(block -> block.traceparents().stream())
                .distinct()
                .limit(REQUESTS_MAX)
                .toList();
        TraceSpan span = requests.isEmpty() ? null : tracing.follow(requests, Operation.RELAY);
        return span == null
                ? null
                : span.with(TraceAttribute.MESSAGING, "redis")
                        .with(TraceAttribute.STREAM, "journal")
                        .with(TraceAttribute.ACTION, "archive")
                        .with(TraceAttribute.ACTION_TYPE, "process")
                        .with(TraceAttribute.BLOCKS, blocks.size())
                        .with(TraceAttribute.PARTITION, partition)
                        .with(TraceAttribute.STREAM_MS, ageMs(blocks));
    }

    private long ageMs(List<Block> blocks) {
        long oldestAtMs = blocks.stream().mapToLong(Block::atMs).min().orElseThrow();
        return Math.max(0, clock.millis() - oldestAtMs);
    }
}
