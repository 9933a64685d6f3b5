package io.farebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.api.RunningApi.Answer;
import io.farebox.api.RunningApi.Tenant;
import io.farebox.local.RedisServer;
import io.farebox.tracing.TraceAttribute;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A request's way from the socket to Redis, over the stream and into Cassandra; on a Redis of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TracingIT {
    private static final String NUMBER = "+12025550123";
    private static final String SEND = "{\"text\":\"Spring has come\",\"to\":[\"" + NUMBER
            + "\"],\"label\":\"campaign-7\",\"reference\":\"order-4711\"}";
    private static final String CALLER = "b7ad6b7169203331";
    private static final Pattern SPANS = Pattern.compile("farebox_tracing_spans_total\\{result=\"(\\w+)\"} (\\S+)");
    private static final long PATIENCE_MS = 60_000;

    @TempDir
    static Path directory;

    private final Collector collector = new Collector();
    private RedisServer redis;
    private Composition engine;
    private RunningApi api;
    private Tenant tenant;
    private int traces;

    @BeforeAll
    void start() {
        redis = RedisServer.start(directory, RedisServer.Fsync.EVERYSEC);
        engine = engine("FAREBOX_TRACING_ENDPOINT", collector.url(), "FAREBOX_TRACING_SAMPLE_RATIO", "0");
        api = RunningApi.of(engine);
        tenant = api.tenant("100000");
    }

    @AfterAll
    void stop() {
        engine.stop();
        redis.close();
        collector.close();
    }

    private Composition engine(String... settings) {
        Map<String, String> more = new HashMap<>();
        more.put("FAREBOX_REDIS_URI", redis.uri());
        more.put("FAREBOX_CASSANDRA_KEYSPACE", "farebox_tracing");
        more.put("FAREBOX_TRACING_EXPORT_EVERY_MS", "50");
        for (int i = 0; i < settings.length; i += 2) {
            more.put(settings[i], settings[i + 1]);
        }
        return RunningApi.started(more);
    }

    private synchronized String newTrace() {
        return String.format("%032x", 0xfa7eb0c5L << 16 | ++traces);
    }

    private static String sampled(String trace) {
        return "00-" + trace + "-" + CALLER + "-01";
    }

    private static Span named(List<Span> spans, String name) {
        List<Span> found =
                spans.stream().filter(span -> span.getName().equals(name)).toList();
        assertThat(found).as("%s among %s", name, names(spans)).hasSize(1);
        return found.get(0);
    }

    private static List<String> names(List<Span> spans) {
        return spans.stream().map(Span::getName).sorted().toList();
    }

    /** Spans of a trace as soon as it has these; they come in the order of their ends, several exports apart. */
    private List<Span> spansWith(String trace, String... expected) throws InterruptedException {
        List<Span> spans = Collector.await(
                () -> collector.spans(trace), found -> names(found).containsAll(List.of(expected)));
        assertThat(names(spans)).contains(expected);
        return spans;
    }

    private List<Span> spansOf(String trace, String... expected) throws InterruptedException {
        List<Span> spans = spansWith(trace, expected);
        assertThat(names(spans)).containsExactlyInAnyOrder(expected);
        return spans;
    }

    @Test
    void aSendIsFollowedToCassandra() throws Exception {
        String trace = newTrace();
        Answer answer = tenant.send(SEND, "traceparent", sampled(trace), "tracestate", "vendor=1");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.response().headers().map()).doesNotContainKeys("traceparent", "traceresponse");

        List<Span> spans = spansOf(trace, "POST /v1/sends", "FCALL charge", "process journal", "BATCH journal");
        Span server = named(spans, "POST /v1/sends");
        assertThat(Collector.hex(server.getParentSpanId().toByteArray())).isEqualTo(CALLER);
        assertThat(server.getTraceState()).isEqualTo("vendor=1");
        assertThat(server.getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
        assertThat(Collector.attribute(server, "http.route")).isEqualTo("/v1/sends");
        assertThat(Collector.attribute(server, "http.request.method")).isEqualTo("POST");
        assertThat(Collector.attribute(server, "http.response.status_code")).isEqualTo("201");

        Span call = named(spans, "FCALL charge");
        assertThat(call.getParentSpanId()).isEqualTo(server.getSpanId());
        assertThat(call.getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
        assertThat(Collector.attribute(call, "db.system.name")).isEqualTo("redis");

        Span relay = named(spans, "process journal");
        assertThat(relay.getParentSpanId()).isEqualTo(server.getSpanId());
        assertThat(relay.getKind()).isEqualTo(SpanKind.SPAN_KIND_CONSUMER);
        assertThat(relay.getLinksList()).singleElement().satisfies(link -> {
            assertThat(link.getTraceId()).isEqualTo(server.getTraceId());
            assertThat(link.getSpanId()).isEqualTo(server.getSpanId());
        });

        Span store = named(spans, "BATCH journal");
        assertThat(store.getParentSpanId()).isEqualTo(relay.getSpanId());
        assertThat(Collector.attribute(store, "db.system.name")).isEqualTo("cassandra");
        assertThat(Collector.attribute(store, "db.operation.batch.size")).isNotEqualTo("0");
    }

    @Test
    void aReportIsFollowedToo() throws Exception {
        String send = tenant.send(SEND).text("/id");
        api.operator("POST", "/v1/connections", "{\"name\": \"traced\", \"provider\": \"farebox\"}");
        String trace = newTrace();
        String report = "{\"reports\": [{\"message\": \"" + send + "-0\", \"status\": \"delivered\"}]}";
        assertThat(api.operator("POST", "/v1/dlr/traced", report, "traceparent", sampled(trace))
                        .status())
                .isEqualTo(200);
        spansWith(trace, "POST /v1/dlr/{connection}", "FCALL charge", "process journal", "BATCH journal");
    }

    @Test
    void aReadOfTheHistoryHasItsStatements() throws Exception {
        String trace = newTrace();
        tenant.call(
                "GET",
                "/v1/accounts/" + tenant.account() + "/ledger?from=2026-01-01T00:00:00Z",
                null,
                "traceparent",
                sampled(trace));
        List<Span> spans = spansWith(trace, "GET /v1/accounts/{account}/ledger");
        Span server = named(spans, "GET /v1/accounts/{account}/ledger");
        List<Span> reads = spans.stream()
                .filter(span -> span.getName().startsWith("SELECT "))
                .toList();
        assertThat(reads).isNotEmpty().allSatisfy(read -> {
            assertThat(read.getParentSpanId()).isEqualTo(server.getSpanId());
            assertThat(Collector.attribute(read, "db.collection.name"))
                    .isEqualTo(read.getName().substring(7));
        });
    }

    @Test
    void sendsOfOneBatchAreLinked() throws Exception {
        List<String> sent = List.of(newTrace(), newTrace(), newTrace());
        sent.parallelStream().forEach(trace -> tenant.send(SEND, "traceparent", sampled(trace)));
        for (String trace : sent) {
            spansWith(trace, "process journal");
        }
        // However they were gathered, each is written in a span that is a part of its relay's or linked to it.
        Set<String> relays = sent.stream()
                .map(trace -> id(named(collector.spans(trace), "process journal")))
                .collect(Collectors.toSet());
        Collector.await(collector::spans, spans -> written().containsAll(relays));
        assertThat(written()).containsAll(relays);
    }

    private Set<String> written() {
        Set<String> relays = new TreeSet<>();
        for (Span span : collector.spans()) {
            if (span.getName().equals("BATCH journal")) {
                relays.add(Collector.hex(span.getParentSpanId().toByteArray()));
                span.getLinksList()
                        .forEach(link ->
                                relays.add(Collector.hex(link.getSpanId().toByteArray())));
            }
        }
        return relays;
    }

    private static String id(Span span) {
        return Collector.hex(span.getSpanId().toByteArray());
    }

    @Test
    void whatIsNotSampledHasNoSpan() throws Exception {
        String not = newTrace();
        tenant.send(SEND, "traceparent", "00-" + not + "-" + CALLER + "-00");
        tenant.send(SEND);
        String trace = newTrace();
        tenant.send(SEND, "traceparent", sampled(trace));
        spansOf(trace, "POST /v1/sends", "FCALL charge", "process journal", "BATCH journal");
        assertThat(collector.spans(not)).isEmpty();
        // With a ratio of 0 there is none but what callers have sampled, here or at an engine whose blocks are relayed
        // here.
        assertThat(collector.spans())
                .filteredOn(span -> span.getKind() == SpanKind.SPAN_KIND_SERVER)
                .allMatch(span -> Collector.hex(span.getTraceId().toByteArray()).contains("fa7eb0c5"));
    }

    @Test
    void nothingPersonalIsInASpan() throws Exception {
        String trace = newTrace();
        String account = tenant.account();
        tenant.call("PUT", "/v1/accounts/" + account + "/lists/secret-list", "{\"funding\":\"free\"}");
        String listed = SEND.replace("{", "{\"list\":\"secret-list\",");
        Answer answer = tenant.send(listed, "traceparent", sampled(trace), "Idempotency-Key", "once-4712");
        tenant.call("GET", "/v1/sends/" + answer.text("/id"), null, "traceparent", sampled(trace));
        tenant.call("GET", "/v1/nothing/" + account, null, "traceparent", sampled(trace));
        tenant.send(SEND.replace(NUMBER, "12"), "traceparent", sampled(trace));
        api.call("no-such-key", "GET", "/v1/accounts/" + account, null, "traceparent", sampled(trace));
        spansWith(
                trace,
                "POST /v1/sends",
                "process journal",
                "BATCH journal",
                "GET /v1/sends/{send}",
                "GET",
                "GET /v1/accounts/{account}");
        assertThat(collector.all().toString())
                .doesNotContain(account)
                .doesNotContain(NUMBER.substring(1))
                .doesNotContain("Spring has come", "campaign-7", "order-4711", "secret-list", "once-4712")
                .doesNotContain(answer.text("/id"), tenant.key(), RunningApi.OPERATOR_KEY, "no-such-key");
        Set<String> known =
                Arrays.stream(TraceAttribute.values()).map(TraceAttribute::key).collect(Collectors.toSet());
        assertThat(collector.spans())
                .flatExtracting(Span::getAttributesList)
                .allMatch(attribute -> known.contains(attribute.getKey()));
    }

    @Test
    void aCollectorThatHangsCostsSpansAndNothingElse() throws Exception {
        try (Collector hanging = new Collector()) {
            hanging.hang();
            doesNoHarm(hanging.url());
        }
    }

    @Test
    void aCollectorThatIsAwayCostsSpansAndNothingElse() throws Exception {
        Collector gone = new Collector();
        gone.close();
        doesNoHarm(gone.url());
    }

    private void doesNoHarm(String endpoint) throws Exception {
        Composition traced = engine(
                "FAREBOX_TRACING_ENDPOINT",
                endpoint,
                "FAREBOX_TRACING_SAMPLE_RATIO",
                "1",
                "FAREBOX_TRACING_QUEUE_MAX",
                "16",
                "FAREBOX_TRACING_BATCH_MAX",
                "4",
                "FAREBOX_TRACING_EXPORT_TIMEOUT_MS",
                "200");
        try {
            RunningApi other = RunningApi.of(traced);
            Tenant sender = new Tenant(other, tenant.account(), tenant.key());
            long untilMs = System.currentTimeMillis() + PATIENCE_MS;
            while (counted(other, "collector") == 0 && System.currentTimeMillis() < untilMs) {
                assertThat(sender.send(SEND).status()).isEqualTo(201);
            }
            assertThat(counted(other, "collector")).isPositive();
            assertThat(counted(other, "exported")).isZero();
        } finally {
            long beganNanos = System.nanoTime();
            traced.stop();
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beganNanos))
                    .isLessThan(30);
        }
    }

    private static double counted(RunningApi api, String result) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + api.managementPort + "/metrics");
        String scraped = api.client
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
        Matcher matcher = SPANS.matcher(scraped);
        while (matcher.find()) {
            if (matcher.group(1).equals(result)) {
                return Double.parseDouble(matcher.group(2));
            }
        }
        throw new AssertionError("no counter of spans that are " + result);
    }
}
