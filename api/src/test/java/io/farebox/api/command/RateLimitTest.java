package io.farebox.api.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.farebox.api.http.Answer;
import io.farebox.api.http.Problem;
import io.farebox.api.http.ProblemType;
import io.farebox.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final Pattern LEFT = Pattern.compile("\"messages\";r=(\\d+);t=(\\d+)");

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private long nowNanos = Long.MAX_VALUE - 1000;

    private RateLimit limit(int messages, int seconds) {
        return new RateLimit(messages, seconds, () -> nowNanos, registry);
    }

    private void pass(long seconds) {
        nowNanos += TimeUnit.SECONDS.toNanos(seconds);
    }

    private static String header(Answer answer, String name) {
        return answer.headers().get(answer.headers().indexOf(name) + 1);
    }

    private static long[] left(Answer answer) {
        Matcher matcher = LEFT.matcher(header(answer, "RateLimit"));
        assertThat(matcher.matches()).isTrue();
        return new long[] {Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))};
    }

    private static Answer taken(RateLimit limit, String root, int count) {
        return limit.take(root, count).in(Answer.empty(201));
    }

    private static Answer refused(RateLimit limit, String root, int count) {
        Problem problem = catchThrowableOfType(Problem.class, () -> limit.take(root, count));
        assertThat(problem.type()).isEqualTo(ProblemType.RATE_LIMITED);
        return problem.answer();
    }

    @Test
    void tellsWhatIsLeftAndWhenAllOfItIs() {
        RateLimit limit = limit(10, 5);
        Answer first = taken(limit, "a", 4);
        assertThat(header(first, "RateLimit-Policy")).isEqualTo("\"messages\";q=10;w=5;qu=\"messages\"");
        assertThat(left(first)).containsExactly(6, 2);
        assertThat(left(taken(limit, "a", 6))).containsExactly(0, 5);
        Answer refused = refused(limit, "a", 3);
        assertThat(left(refused)).containsExactly(0, 5);
        assertThat(header(refused, "Retry-After")).isEqualTo("2");
        assertThat(Meters.RATE_LIMITED.counter(registry).count()).isEqualTo(1);
        assertThat(left(taken(limit, "b", 1))).containsExactly(9, 1);
        pass(2);
        assertThat(left(taken(limit, "a", 3))).containsExactly(1, 5);
    }

    @Test
    void aSendOfMoreThanAWindowIsPossibleAndPaidBack() {
        RateLimit limit = limit(10, 1);
        assertThat(left(taken(limit, "a", 45))).containsExactly(0, 5);
        assertThat(header(refused(limit, "a", 45), "Retry-After")).isEqualTo("5");
        assertThat(header(refused(limit, "a", 1), "Retry-After")).isEqualTo("4");
        pass(5);
        assertThat(left(taken(limit, "a", 45))).containsExactly(0, 5);
    }

    @Test
    void whoeverHeedsItIsNeverRefused() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            int messages = 1 + random.nextInt(1000);
            RateLimit limit = limit(messages, 1 + random.nextInt(60));
            long[] left = {messages, 0};
            for (int i = 0; i < 200; i++) {
                int count = 1 + random.nextInt(2 * messages);
                if (count > left[0]) {
                    pass(left[1]);
                }
                left = left(taken(limit, "a", count));
                nowNanos += random.nextInt(1_000_000_000);
            }
        }
    }

    @Test
    void theRateHoldsForWhoeverDoesNot() {
        RateLimit limit = limit(100, 1);
        int sent = 0;
        for (int i = 0; i < 100_000; i++) {
            nowNanos += 100_000;
            try {
                limit.take("a", 1);
                sent++;
            } catch (Problem refused) {
                assertThat(refused.type()).isEqualTo(ProblemType.RATE_LIMITED);
            }
        }
        assertThat(sent).isBetween(1_090, 1_101);
    }

    @Test
    void withoutALimitNothingIsTold() {
        RateLimit limit = limit(0, 1);
        assertThatCode(() -> limit.take("a", 50_000)).doesNotThrowAnyException();
        assertThat(taken(limit, "a", 1).headers()).isEmpty();
    }
}
