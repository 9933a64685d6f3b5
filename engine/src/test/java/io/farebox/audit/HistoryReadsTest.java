package io.farebox.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.ledger.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Questions to the history: some at once, answered in their order, up to a number of queries. */
final class HistoryReadsTest {
    private static final int AT_ONCE = 4;
    private static final int PAGES = 3;

    private final List<String> told = new ArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();

    @Test
    void allLinesComeInOrderAndSomeQueriesAreUnderWayAtOnce() {
        HistoryReads queries = queries(Long.MAX_VALUE);
        queries.put(questions(10));
        assertThat(told)
                .containsExactlyElementsOf(IntStream.range(0, 10)
                        .boxed()
                        .flatMap(q -> List.of(q + " line 0", q + " line 1", q + " line 2", q + " end").stream())
                        .toList());
        assertThat(mostUnderWay).hasValue(AT_ONCE);
        assertThat(queries.isExhausted()).isFalse();
    }

    @Test
    void whatTheNumberDoesNotAllowIsNotSaidToBeWhole() {
        HistoryReads queries = queries(PAGES + 2);
        queries.put(questions(2));
        assertThat(told).containsExactly("0 line 0", "0 line 1", "0 line 2", "0 end", "1 line 0", "1 line 1");
        assertThat(queries.isExhausted()).isTrue();

        queries.put(questions(1));
        assertThat(told).hasSize(6);
    }

    private HistoryReads queries(long max) {
        return new HistoryReads(new Reads(Duration.ZERO, Duration.ofSeconds(10)), AT_ONCE, max);
    }

    private List<Question> questions(int count) {
        return IntStream.range(0, count).mapToObj(Question::new).toList();
    }

    /** Has a line on each of its pages; a later one is answered sooner. */
    private final class Question implements HistoryReads.Question<String> {
        private final int number;

        Question(int number) {
            this.number = number;
        }

        @Override
        public Mono<Page<String>> page(@Nullable String cursor) {
            int page = cursor == null ? 0 : Integer.parseInt(cursor);
            String next = page == PAGES - 1 ? null : Integer.toString(page + 1);
            return Mono.delay(Duration.ofMillis(40 - number))
                    .doOnSubscribe(any -> mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max))
                    .doOnTerminate(underWay::decrementAndGet)
                    .map(any -> new Page<>(List.of("line " + page), next));
        }

        @Override
        public void line(String line) {
            told.add(number + " " + line);
        }

        @Override
        public void end() {
            told.add(number + " end");
        }
    }
}
