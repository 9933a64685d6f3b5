package io.farebox.micro;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** One line of the table: a benchmark with one set of its parameters, per message. */
final class Figure {
    static final String HEAD = String.format(
            Locale.ROOT, "%-30s %8s  %-18s %16s %8s %12s", "what", "messages", "text", "messages/s", "±", "bytes each");

    /** The rate that rating must reach, in messages of one segment each second on one core. */
    private static final double RATED_PER_SECOND_MIN = 5_000_000;

    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final String TEXT = "text";
    private static final String MESSAGES = "messages";

    private static final Map<String, String> NAMES = Map.of(
            "RatingBenchmark.rate", "segments and rating",
            "SendBenchmark.decode", "decoding a request",
            "SendBenchmark.order", "rating and ordering",
            "SendBenchmark.answer", "writing the answer",
            "SendBenchmark.whole", "decode, rate, order, answer",
            "CallBenchmark.encode", "encoding a call",
            "CallBenchmark.encodeWithKeys", "encoding a call, with keys");

    private final RunResult result;
    private final BenchmarkParams params;
    private final int messages;

    Figure(RunResult result) {
        this.result = result;
        this.params = result.getParams();
        this.messages = Integer.parseInt(params.getParam(MESSAGES));
    }

    private String name() {
        String[] parts = params.getBenchmark().split("\\.", -1);
        String method = parts[parts.length - 2] + "." + parts[parts.length - 1];
        return NAMES.getOrDefault(method, method);
    }

    private Optional<Text> text() {
        return Optional.ofNullable(params.getParam(TEXT)).map(Text::valueOf);
    }

    private double perSecond() {
        return result.getPrimaryResult().getScore() * messages;
    }

    private double bytesEach() {
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        return allocated == null ? Double.NaN : allocated.getScore() / messages;
    }

    private boolean hasGoal() {
        return text().filter(text -> text == Text.GSM7_1 || text == Text.UCS2_1).isPresent();
    }

    private String goal() {
        return hasGoal()
                ? String.format(
                        Locale.ROOT,
                        "  ≥ %,.0f/s %s",
                        RATED_PER_SECOND_MIN,
                        perSecond() >= RATED_PER_SECOND_MIN ? "pass" : "FAIL")
                : "";
    }

    @Override
    public String toString() {
        var score = result.getPrimaryResult();
        return String.format(
                        Locale.ROOT,
                        "%-30s %8d  %-18s %,16.0f %7.0f%% %,12.0f",
                        name(),
                        messages,
                        text().map(Text::said).orElse(""),
                        perSecond(),
                        100 * score.getScoreError() / score.getScore(),
                        bytesEach())
                + goal();
    }
}
