package io.farebox.api.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.metrics.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ExportQueueTest {
    private static final int QUEUE_MAX = 5;
    private static final int BATCH_MAX = 3;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Answering exporter = new Answering();

    /** A collector that answers when the test says so. */
    private static final class Answering implements SpanExporter {
        final BlockingQueue<CompletableResultCode> asked = new LinkedBlockingQueue<>();
        final List<Integer> sizes = new ArrayList<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            CompletableResultCode result = new CompletableResultCode();
            synchronized (sizes) {
                sizes.add(spans.size());
            }
            asked.add(result);
            return result;
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }

        CompletableResultCode next() throws InterruptedException {
            CompletableResultCode next = asked.poll(30, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        }
    }

    private SdkTracerProvider provider(Duration timeout) {
        TracingSettings settings = new TracingSettings(
                "http://127.0.0.1:4318", 1, QUEUE_MAX, BATCH_MAX, Duration.ofMillis(10), timeout, "test");
        return SdkTracerProvider.builder()
                .addSpanProcessor(ExportQueue.start(exporter, settings, registry))
                .build();
    }

    private static void spans(SdkTracerProvider provider, int count) {
        for (int i = 0; i < count; i++) {
            provider.get("test").spanBuilder("s").startSpan().end();
        }
    }

    private double counted(String result) {
        return Meters.TRACING_SPANS.counter(registry, result).count();
    }

    @Test
    void whatFindsTheQueueFullIsDroppedAndCounted() throws Exception {
        SdkTracerProvider provider = provider(Duration.ofSeconds(30));
        spans(provider, 1);
        CompletableResultCode first = exporter.next();
        spans(provider, QUEUE_MAX + 4);
        assertThat(counted("queue")).isEqualTo(4);
        first.succeed();
        exporter.next().succeed();
        exporter.next().succeed();
        provider.close();
        assertThat(counted("exported")).isEqualTo(1 + QUEUE_MAX);
        assertThat(exporter.sizes).allMatch(size -> size <= BATCH_MAX);
    }

    @Test
    void whatTheCollectorDoesNotTakeIsDroppedAndCounted() throws Exception {
        SdkTracerProvider provider = provider(Duration.ofSeconds(30));
        spans(provider, 1);
        exporter.next().fail();
        spans(provider, 1);
        exporter.next().succeed();
        provider.close();
        assertThat(counted("collector")).isEqualTo(1);
        assertThat(counted("exported")).isEqualTo(1);
    }

    @Test
    void aCollectorThatHangsIsAskedNothingElseMeanwhile() throws Exception {
        SdkTracerProvider provider = provider(Duration.ofMillis(20));
        spans(provider, 1);
        CompletableResultCode hanging = exporter.next();
        spans(provider, 1);
        while (counted("collector") < 2) {
            Thread.onSpinWait();
        }
        assertThat(exporter.asked).isEmpty();
        hanging.succeed();
        spans(provider, 1);
        exporter.next().succeed();
        provider.close();
        assertThat(counted("exported")).isEqualTo(1);
    }

    @Test
    void whatIsLeftAtAStopIsSent() throws Exception {
        SdkTracerProvider provider = provider(Duration.ofSeconds(30));
        spans(provider, 1);
        CompletableResultCode first = exporter.next();
        spans(provider, 2);
        CompletableResultCode closed = provider.shutdown();
        first.succeed();
        exporter.next().succeed();
        assertThat(closed.join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
        assertThat(counted("exported")).isEqualTo(3);
    }
}
