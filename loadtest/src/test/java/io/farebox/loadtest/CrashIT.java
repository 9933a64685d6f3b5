package io.farebox.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farebox.loadtest.burst.Diary;
import io.farebox.loadtest.check.ConservationCheck;
import io.farebox.loadtest.check.Micro;
import io.farebox.loadtest.check.Told.Sent;
import io.farebox.loadtest.check.Verdict;
import io.farebox.loadtest.load.Calls;
import io.farebox.loadtest.load.Target;
import io.farebox.loadtest.site.Customer;
import io.farebox.loadtest.site.Customers;
import io.farebox.loadtest.site.Prices;
import io.farebox.loadtest.site.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What was answered 201 survives a kill -9 of the API in the middle of a burst, with every credit accounted for. */
class CrashIT {
    private static final int SENDS = 6_000;
    private static final int KILL_AFTER = 2_000;
    private static final int LANES = 64;

    /** One send in so many goes to so many. */
    private static final int LARGE_EVERY = 200;

    private static final int LARGE_RECIPIENTS = 500;
    private static final Duration LAG_MAX = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void whatWasAnsweredSurvivesAKill() throws Exception {
        try (Site site = Site.start(Map.of())) {
            List<Customer> customers = new Customers(site.operator()).roots("crash", 2);
            List<Diary> diaries = customers.stream().map(Diary::new).toList();
            CountDownLatch answered = new CountDownLatch(KILL_AFTER);
            Senders senders = new Senders(customers, diaries, answered);

            CompletableFuture<Void> crash = CompletableFuture.runAsync(() -> {
                await(answered);
                site.api().kill();
                site.api().restart();
            });
            try (Calls calls = new Calls(Target.of(site.api().uri()), LANES)) {
                calls.make(senders.requests(Target.of(site.api().uri())), senders);
            }
            crash.get();

            assertThat(senders.failed).as("sends in flight at the kill").isPositive();
            assertThat(diaries.get(0).sendCount()).isGreaterThan(KILL_AFTER / 2);
            Verdict verdict = new ConservationCheck(site.operator()::as, LAG_MAX)
                    .check(diaries.stream().map(diary -> diary.told(0, 0)).toList(), (send, index) -> "reserved");
            assertThat(verdict.faults()).as(verdict.toString()).isEmpty();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Customers that send in turn and write down what they are told. */
    private static final class Senders implements Calls.Listener {
        private final List<Customer> customers;
        private final List<Diary> diaries;
        private final CountDownLatch answered;
        private int failed;

        Senders(List<Customer> customers, List<Diary> diaries, CountDownLatch answered) {
            this.customers = customers;
            this.diaries = diaries;
            this.answered = answered;
        }

        List<byte[]> requests(Target target) {
            List<byte[]> requests = new ArrayList<>();
            for (int i = 0; i < SENDS; i++) {
                String key = customers.get(i % customers.size()).key();
                String body = Prices.send(reference(i), recipients(i), "");
                requests.add(target.post("/v1/sends", key, "Prefer: return=minimal\r\n", body));
            }
            return requests;
        }

        @Override
        public void answered(int index, int status, byte[] body) {
            answered.countDown();
            if (status == 201) {
                diary(index).sent(sent(index, body));
            } else if (status >= 500) {
                diary(index).unanswered(reference(index));
            } else {
                throw new AssertionError(status + " " + new String(body, java.nio.charset.StandardCharsets.UTF_8));
            }
        }

        @Override
        public void failed(int index, Throwable cause) {
            failed++;
            diary(index).unanswered(reference(index));
        }

        private Diary diary(int index) {
            return diaries.get(index % diaries.size());
        }

        private static Sent sent(int index, byte[] body) {
            try {
                JsonNode answer = JSON.readTree(body);
                return new Sent(
                        answer.path("id").asText(),
                        reference(index),
                        recipients(index),
                        Micro.of(answer.path("credits"), "reserved"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static int recipients(int index) {
            return index % LARGE_EVERY == 0 ? LARGE_RECIPIENTS : 1;
        }

        private static String reference(int index) {
            return "crash-" + index;
        }
    }
}
