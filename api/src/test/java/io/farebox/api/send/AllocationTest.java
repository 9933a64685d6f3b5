package io.farebox.api.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.api.json.JsonInput;
import io.farebox.charge.Balance;
import io.farebox.charge.Ids;
import io.farebox.charge.Order;
import io.farebox.charge.Outcome;
import io.farebox.rating.Channel;
import io.farebox.rating.Destinations;
import io.farebox.rating.Price;
import io.farebox.rating.PriceBook;
import io.farebox.rating.Rater;
import io.farebox.rating.Rating;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a request to send leaves to the collector, from its bytes to the answer's, without server and Redis. */
class AllocationTest {
    private static final long SINGLE_BYTES_MAX = 4_096;

    /** Of each further message: the recipient's text, its digits and class, and its line of the answer. */
    private static final long MESSAGE_BYTES_MAX = 400;

    private static final int RECIPIENTS = 1_000;
    private static final int WARM_UPS = 500;
    private static final int COUNTED = 100;

    private static final String RECORD = Ids.record(0, 1, 1);
    private static final Destinations DESTINATIONS = Destinations.load();
    private static final Rater RATER = new Rater(DESTINATIONS);
    private static final SendAnswer ANSWERS = new SendAnswer(DESTINATIONS);
    private static final PriceBook BOOK = PriceBook.of(List.of(new Price(Channel.SMS, "49", 1_500_000, null)));
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void aSendOfOneMessageIsAnsweredInBoundedMemory() {
        assertThat(bytesEach(1)).isLessThanOrEqualTo(SINGLE_BYTES_MAX);
    }

    @Test
    void eachFurtherMessageCostsABoundedAmount() {
        assertThat(bytesEach(RECIPIENTS)).isLessThanOrEqualTo(SINGLE_BYTES_MAX + RECIPIENTS * MESSAGE_BYTES_MAX);
    }

    private static long bytesEach(int recipients) {
        byte[] body = body(recipients);
        run(body, WARM_UPS);
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        run(body, COUNTED);
        return (THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before) / COUNTED;
    }

    private static void run(byte[] body, int times) {
        for (int i = 0; i < times; i++) {
            if (answerBytes(body) == 0) {
                throw new AssertionError("no answer");
            }
        }
    }

    private static byte[] body(int recipients) {
        String to = String.join("\",\"", Collections.nCopies(recipients, "+4915112345678"));
        return ("{\"to\":[\"" + to + "\"],\"text\":\"Your code is 482913.\",\"reference\":\"order-4711\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static int answerBytes(byte[] body) {
        SendRequest request = JsonInput.read(body, 0, body.length, in -> SendRequest.read(in, RECIPIENTS));
        Rating rating = (Rating) RATER.rate(BOOK, Channel.SMS, request.segments, request.to);
        Order order = Orders.of(request, rating, "key", "");
        int count = order.count();
        Outcome.Reserved reserved =
                new Outcome.Reserved(RECORD, 0, count, count, order.totalMicro(), new Balance(1, 1, 1));
        return ANSWERS.held(Ids.send(RECORD, 0), "reserved", request.to, order, reserved, false)
                .size();
    }
}
