package io.farebox.api.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.api.Collector;
import io.farebox.tracing.Operation;
import io.farebox.tracing.TraceSpan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

class OtlpTracingTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";
    private static final String UNSAMPLED = "00-" + TRACE + "-00f067aa0ba902b7-00";

    private final Collector collector = new Collector();

    @AfterEach
    void close() {
        collector.close();
    }

    private OtlpTracing tracing(double ratio) {
        return OtlpTracing.open(
                new TracingSettings(
                        collector.url(), ratio, 100, 10, Duration.ofMillis(10), Duration.ofSeconds(10), "test"),
                new SimpleMeterRegistry());
    }

    @Test
    void theCallerDecidesWhereItHas() {
        assertThat(tracing(1).request(UNSAMPLED, null)).isNull();
        TraceSpan span = tracing(0).request(PARENT, null);
        assertThat(span).isNotNull();
        assertThat(span.traceparent())
                .startsWith("00-" + TRACE + "-")
                .endsWith("-01")
                .hasSize(55);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more"
            })
    void whatCannotBeReadBeginsATrace(String traceparent) {
        assertThat(tracing(0).request(traceparent, null)).isNull();
        assertThat(tracing(1).request(traceparent, null).traceparent()).doesNotContain(TRACE);
        assertThat(tracing(1).follow(List.of(traceparent), Operation.RELAY)).isNull();
    }

    @Test
    void severalAreFollowedAsOne() throws Exception {
        OtlpTracing tracing = tracing(0);
        TraceSpan one = tracing.request(PARENT, null);
        TraceSpan other = tracing.request(PARENT, null);
        TraceSpan both = tracing.follow(List.of(one.traceparent(), "?", other.traceparent()), Operation.RELAY);
        both.begin(Operation.STORE).failed("Unavailable").end();
        both.end();
        List<Span> spans = Collector.await(collector::spans, found -> found.size() == 3);
        tracing.close();
        List<Span> relays = spans.stream()
                .filter(span -> span.getName().equals("process journal"))
                .toList();
        assertThat(relays).hasSize(2);
        assertThat(spans)
                .filteredOn(span -> span.getName().equals("BATCH journal"))
                .singleElement()
                .satisfies(store -> {
                    assertThat(store.getParentSpanId()).isEqualTo(relays.get(0).getSpanId());
                    assertThat(store.getLinksList())
                            .singleElement()
                            .satisfies(link -> assertThat(link.getSpanId())
                                    .isEqualTo(relays.get(1).getSpanId()));
                    assertThat(Collector.attribute(store, "error.type")).isEqualTo("Unavailable");
                });
    }

    @Test
    void theLogHasTheIdsOfWhatIsRun() {
        OtlpTracing tracing = tracing(0);
        TraceSpan request = tracing.request(PARENT, null);
        request.run(() -> {
            String outer = MDC.get(OtelSpan.SPAN_ID);
            assertThat(MDC.get(OtelSpan.TRACE_ID)).isEqualTo(TRACE);
            assertThat(request.traceparent()).contains(outer);
            request.begin(Operation.CALL)
                    .run(() -> assertThat(MDC.get(OtelSpan.SPAN_ID)).isNotEqualTo(outer));
            assertThat(MDC.get(OtelSpan.SPAN_ID)).isEqualTo(outer);
        });
        assertThat(MDC.get(OtelSpan.TRACE_ID)).isNull();
        assertThat(MDC.get(OtelSpan.SPAN_ID)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "http://collector:4318, http://collector:4318/v1/traces",
        "https://collector/, https://collector/v1/traces",
        "http://[::1]:4318/otlp/v1/traces, http://[::1]:4318/otlp/v1/traces"
    })
    void anAddressWithoutAPathGetsTheProtocolsOwn(String given, String taken) {
        assertThat(new TracingSettings(given, 0, 1, 1, Duration.ZERO, Duration.ZERO, "").endpoint())
                .isEqualTo(taken);
    }
}
