package io.farebox.api.tracing;

import io.farebox.metrics.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The spans that wait for the collector, and the thread that sends them, one export at a time.
 *
 * <p>Nobody waits for it: what finds the queue full, and what the collector does not take in time, is dropped and
 * counted.
 */
final class ExportQueue implements SpanProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(ExportQueue.class);

    private final SpanExporter exporter;
    private final TracingSettings settings;
    /** Without a lock: event loops add to it, and one that is held elsewhere would have them wait. */
    private final BlockingQueue<ReadableSpan> waiting = new LinkedTransferQueue<>();

    private final AtomicInteger waitingCount = new AtomicInteger();
    private final Counter exported;
    private final Counter full;
    private final Counter refused;
    private final CompletableResultCode ended = new CompletableResultCode();
    private final Thread thread = new Thread(this::run, "traces");
    private volatile boolean stopping;
    private CompletableResultCode underWay = CompletableResultCode.ofSuccess();
    private boolean failing;

    private ExportQueue(SpanExporter exporter, TracingSettings settings, MeterRegistry registry) {
        this.exporter = exporter;
        this.settings = settings;
        exported = Meters.TRACING_SPANS.counter(registry, "exported");
        full = Meters.TRACING_SPANS.counter(registry, "queue");
        refused = Meters.TRACING_SPANS.counter(registry, "collector");
        thread.setDaemon(true);
    }

    /** An empty queue, with its thread running. */
    static ExportQueue start(SpanExporter exporter, TracingSettings settings, MeterRegistry registry) {
        ExportQueue queue = new ExportQueue(exporter, settings, registry);
        queue.thread.start();
        return queue;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (waitingCount.incrementAndGet() > settings.queueMax()) {
            waitingCount.decrementAndGet();
            full.increment();
        } else {
            waiting.add(span);
        }
    }

    private void run() {
        try {
            while (!stopping) {
                send(gathered());
            }
        } catch (InterruptedException e) {
            // It is the stop: what waits goes out with the last export.
            LOG.debug("Asked to stop", e);
        }
        sendRest();
        ended.succeed();
    }

    /** The first span that comes and what comes after it, until an export is full or the time is over. */
    private List<SpanData> gathered() throws InterruptedException {
        List<SpanData> batch = new ArrayList<>();
        ReadableSpan first = waiting.take();
        long untilNanos = System.nanoTime() + settings.exportEvery().toNanos();
        ReadableSpan next = first;
        try {
            while (next != null) {
                waitingCount.decrementAndGet();
                batch.add(next.toSpanData());
                next = batch.size() == settings.batchMax()
                        ? null
                        : waiting.poll(Math.max(0, untilNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            stopping = true;
        }
        return batch;
    }

    private void sendRest() {
        long untilNanos = System.nanoTime() + settings.exportTimeout().toNanos();
        while (!waiting.isEmpty() && System.nanoTime() < untilNanos) {
            List<ReadableSpan> rest = new ArrayList<>();
            waitingCount.addAndGet(-waiting.drainTo(rest, settings.batchMax()));
            send(rest.stream().map(ReadableSpan::toSpanData).toList());
        }
        refused.increment(waitingCount.get());
        exporter.shutdown();
    }

    /** Sends spans, unless the export before them hangs still: then they are dropped after as long a wait. */
    private void send(List<SpanData> spans) {
        boolean free = await(underWay).isDone();
        if (free) {
            underWay = exporter.export(spans);
        }
        boolean taken = free && await(underWay).isSuccess();
        (taken ? exported : refused).increment(spans.size());
        tell(taken);
    }

    private CompletableResultCode await(CompletableResultCode export) {
        long maxMs = settings.exportTimeout().toMillis();
        export.join(maxMs, TimeUnit.MILLISECONDS);
        // The stop has come meanwhile; what is under way may still arrive.
        return Thread.interrupted() ? export.join(maxMs, TimeUnit.MILLISECONDS) : export;
    }

    private void tell(boolean taken) {
        if (failing == taken) {
            failing = !taken;
            if (taken) {
                LOG.info("The collector takes traces again");
            } else {
                LOG.warn("The collector does not take traces; they are dropped until it does");
            }
        }
    }

    /** Sends what is left and ends. */
    @Override
    public CompletableResultCode shutdown() {
        stopping = true;
        thread.interrupt();
        return ended;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }
}
