package io.farebox.rating;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What rating leaves to the collector. It is counted by the JVM and not measured in time: a compiler that is busy elsewhere
 * changes nothing but that it saves less.
 */
class AllocationTest {
    /** A rating of one message: the answer, its class, two arrays of one, and what numbers the classes meanwhile. */
    private static final long SINGLE_BYTES_MAX = 512;

    /** Of each further message: its digits and the number of its class. */
    private static final long MESSAGE_BYTES_MAX = 12;

    /** The count of a text's segments is one small object, however long the text is. */
    private static final long SEGMENTS_BYTES_MAX = 32;

    private static final int RECIPIENTS = 1_000;
    private static final int WARM_UPS = 20_000;
    private static final int COUNTED = 1_000;

    private static final Rater RATER = new Rater(Destinations.load());
    private static final PriceBook BOOK = PriceBook.of(
            List.of(new Price(Channel.SMS, "49", 1_500_000, null), new Price(Channel.SMS, "44", 2_200_000, null)));
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void aSingleMessageIsRatedInBoundedMemory() {
        List<String> to = List.of("+4915112345678");
        assertThat(bytesEach(() -> RATER.rate(BOOK, Channel.SMS, 1, to))).isLessThanOrEqualTo(SINGLE_BYTES_MAX);
    }

    @Test
    void eachFurtherMessageCostsItsDigitsAndTheNumberOfItsClass() {
        List<String> to = Collections.nCopies(RECIPIENTS, "+4915112345678");
        long bytes = bytesEach(() -> RATER.rate(BOOK, Channel.SMS, 1, to));
        assertThat(bytes).isLessThanOrEqualTo(SINGLE_BYTES_MAX + RECIPIENTS * MESSAGE_BYTES_MAX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00e9\u20ac[", "\u0416", "\ud83d\ude00"})
    void countingSegmentsCostsTheSameForEveryText(String letters) {
        for (int segments : new int[] {1, 2, 5}) {
            String text = letters.repeat(segments * 60);
            assertThat(bytesEach(() -> Segments.of(text))).isLessThanOrEqualTo(SEGMENTS_BYTES_MAX);
        }
    }

    private interface Work {
        Object run();
    }

    private static long bytesEach(Work work) {
        run(work, WARM_UPS);
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        run(work, COUNTED);
        return (THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before) / COUNTED;
    }

    /** What comes out is looked at, so that nothing is optimized away. */
    private static void run(Work work, int times) {
        int seen = 0;
        for (int i = 0; i < times; i++) {
            seen += System.identityHashCode(work.run()) & 1;
        }
        assertThat(seen).isBetween(0, times);
    }
}
