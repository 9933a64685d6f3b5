package io.farebox.micro;

import io.farebox.rating.Channel;
import io.farebox.rating.Destinations;
import io.farebox.rating.PriceBook;
import io.farebox.rating.Rated;
import io.farebox.rating.Rater;
import io.farebox.rating.Segments;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Rating a send: its text's segments are counted, and each recipient has its destination and price found. */
public class RatingBenchmark extends OneCore {
    @Param({"1", "1000"})
    public int messages;

    @Param
    public Text text = Text.GSM7_1;

    private final Rater rater = new Rater(Destinations.load());
    private final PriceBook book = Material.book();
    private List<List<String>> recipients = List.of();
    private int next;

    @Setup
    public void prepare() {
        recipients = Material.recipients(messages);
    }

    @Benchmark
    public Rated rate() {
        int segments = Segments.of(text.text()).count();
        return rater.rate(book, Channel.SMS, segments, recipients.get(next++ & (Material.LISTS - 1)));
    }
}
