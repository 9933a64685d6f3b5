package io.farebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.api.RunningApi.Answer;
import io.farebox.api.RunningApi.Tenant;
import io.farebox.local.RedisServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What clients are told when they send more than is allowed, and more than Redis takes; on a Redis of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverloadIT {
    private static final String SEND = "{\"text\":\"x\",\"to\":[\"+64211234567\"]}";
    private static final Pattern LEFT = Pattern.compile("\"messages\";r=(\\d+);t=(\\d+)");
    private static final int LIMIT = 10;
    private static final int WAIT_MAX_MS = 200;
    private static final int REFUSED_IN_MS_MAX = 500;

    @TempDir
    static Path directory;

    private final List<Composition> engines = new ArrayList<>();
    private RedisServer redis;

    @BeforeAll
    void start() {
        redis = RedisServer.start(directory, RedisServer.Fsync.EVERYSEC);
    }

    @AfterAll
    void stop() {
        engines.forEach(Composition::stop);
        redis.close();
    }

    private RunningApi api(String... settings) {
        Map<String, String> more = new HashMap<>();
        more.put("FAREBOX_REDIS_URI", redis.uri());
        more.put("FAREBOX_CASSANDRA_KEYSPACE", "farebox_overload");
        for (int i = 0; i < settings.length; i += 2) {
            more.put(settings[i], settings[i + 1]);
        }
        Composition engine = RunningApi.started(more);
        engines.add(engine);
        return RunningApi.of(engine);
    }

    private static String header(Answer answer, String name) {
        return answer.response().headers().firstValue(name).orElse("");
    }

    private static long[] left(Answer answer) {
        Matcher matcher = LEFT.matcher(header(answer, "RateLimit"));
        assertThat(matcher.matches()).as(header(answer, "RateLimit")).isTrue();
        return new long[] {Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))};
    }

    @Test
    void theLimitIsToldAndLifted() throws Exception {
        RunningApi api = api("FAREBOX_RATE_LIMIT_MESSAGES", "" + LIMIT, "FAREBOX_RATE_LIMIT_WINDOW_SECONDS", "4");
        Tenant fast = api.tenant("100000");
        Tenant other = api.tenant("100000");
        Answer answer = fast.send(SEND);
        String id = answer.text("/id");
        long remaining = LIMIT - 1;
        while (answer.status() == 201) {
            assertThat(header(answer, "RateLimit-Policy")).isEqualTo("\"messages\";q=10;w=4;qu=\"messages\"");
            remaining = left(answer)[0];
            assertThat(remaining).isBetween(0L, LIMIT - 1L);
            answer = fast.send(SEND);
        }
        assertThat(remaining).as("what was left when the next one was refused").isZero();
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.text("/type")).isEqualTo("urn:farebox:problem:rate-limited");
        assertThat(left(answer)[0]).isZero();
        long retryAfter = Long.parseLong(header(answer, "Retry-After"));
        assertThat(retryAfter).isBetween(1L, left(answer)[1]);
        assertThat(left(answer)[1]).isLessThanOrEqualTo(4);

        assertThat(other.send(SEND).status()).as("another customer").isEqualTo(201);
        reportsAreNotLimited(api, fast, id);
        after(retryAfter);
        assertThat(fast.send(SEND).status()).isEqualTo(201);
        assertThat(fast.call("POST", "/v1/reservations", "{\"credits\":\"1\"}")
                        .response()
                        .headers()
                        .map())
                .containsKey("ratelimit");
    }

    private static void reportsAreNotLimited(RunningApi api, Tenant tenant, String send) {
        String name = "limited-" + tenant.account();
        assertThat(api.operator("POST", "/v1/connections", "{\"name\":\"" + name + "\",\"provider\":\"farebox\"}")
                        .status())
                .isEqualTo(201);
        String report = "{\"reports\": [{\"message\": \"" + send + "-0\", \"status\": \"delivered\"}]}";
        for (int i = 0; i < 3 * LIMIT; i++) {
            assertThat(tenant.call("POST", "/v1/dlr/" + name, report).status()).isEqualTo(200);
        }
    }

    private static void after(long seconds) throws Exception {
        Executor later = CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS);
        CompletableFuture.runAsync(() -> {}, later).get(60, TimeUnit.SECONDS);
    }

    @Test
    void aRedisThatIsTooSlowMeansQuickRefusals() throws Exception {
        RunningApi api = api("FAREBOX_SEND_WAIT_MAX_MS", "" + WAIT_MAX_MS, "FAREBOX_EVENT_LOOPS", "1");
        Tenant tenant = api.tenant("100000");
        assertThat(tenant.send(SEND).status()).isEqualTo(201);
        ExecutorService clients = Executors.newCachedThreadPool();
        AtomicInteger refused = new AtomicInteger();
        redis.suspend();
        try {
            while (refused.get() == 0) {
                clients.execute(() -> refused.addAndGet(tenant.send(SEND).status() == 503 ? 1 : 0));
                TimeUnit.MILLISECONDS.sleep(20);
            }
            List<Long> tookMs = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                long beganNanos = System.nanoTime();
                Answer answer = tenant.send(SEND);
                tookMs.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos));
                assertThat(answer.text("/type")).isEqualTo("urn:farebox:problem:overloaded");
                assertThat(Integer.parseInt(header(answer, "Retry-After"))).isPositive();
            }
            List<Long> sorted = tookMs.stream().sorted().toList();
            assertThat(sorted.get(98)).as("refused in ms: %s", sorted).isLessThan(REFUSED_IN_MS_MAX);
        } finally {
            redis.resume();
            clients.shutdown();
        }
        assertThat(clients.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(tenant.send(SEND).status()).isEqualTo(201);
    }
}
