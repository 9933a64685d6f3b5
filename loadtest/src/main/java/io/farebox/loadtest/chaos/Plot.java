package io.farebox.loadtest.chaos;

import io.farebox.loadtest.chaos.Conductor.Happened;
import io.farebox.loadtest.chaos.Pulse.Beat;
import io.farebox.loadtest.drawing.Drawing;
import io.farebox.loadtest.drawing.Drawing.Point;
import io.farebox.loadtest.drawing.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A run as a drawing (SVG): sends, reports, and latency on a logarithmic axis, and a band for each fault over all. */
final class Plot {
    private static final int TOP = 150;
    private static final int WIDTH_MIN = 1_000;
    private static final int WIDTH_MAX = 2_400;
    private static final int PIXELS_PER_SECOND = 14;
    private static final int TIMES_APART = 100;
    private static final int BEATS_PER_SECOND = 1_000 / Pulse.BEAT_MS;

    private final List<Beat> beats;
    private final int width;
    private final double spanMs;

    private Plot(List<Beat> beats) {
        this.beats = beats;
        this.spanMs = Math.max(1, beats.size()) * (double) Pulse.BEAT_MS;
        this.width = (int) Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, spanMs / 1_000 * PIXELS_PER_SECOND));
    }

    static String svg(String title, List<Beat> beats, List<Happened> timeline) {
        return new Plot(beats).draw(title, timeline);
    }

    private String draw(String title, List<Happened> timeline) {
        Drawing drawing = new Drawing(width, TOP, 3, title);
        timeline.forEach(happened -> drawing.band(
                happened.struckMs() / spanMs,
                happened.healedMs() / spanMs,
                happened.fault().text()));
        times(drawing);
        drawing.panel(
                        0,
                        "sends per second, in beats of " + Pulse.BEAT_MS + " ms",
                        perSecond(beat -> Math.max(beat.sends(), beat.failures())))
                .line("#1f77b4", "sends answered 201 /s", points(Beat::sends, BEATS_PER_SECOND, beat -> true))
                .line(
                        "#d62728",
                        "attempts without an answer, or 5xx /s",
                        points(Beat::failures, BEATS_PER_SECOND, beat -> true));
        drawing.panel(1, "reports per second", perSecond(Beat::reports))
                .line("#2ca02c", "reports taken /s", points(Beat::reports, BEATS_PER_SECOND, beat -> true));
        drawing.panel(
                        2,
                        "latency of sends, repetitions included",
                        Scale.decades("1 ms", "10 ms", "100 ms", "1 s", "10 s", "100 s"))
                .line("#17becf", "p50 of sends, ms", points(Beat::p50Ms, 1, beat -> beat.sends() > 0))
                .line("#9467bd", "p99 of sends, ms", points(Beat::p99Ms, 1, beat -> beat.sends() > 0));
        return drawing.toString();
    }

    private Scale perSecond(ToDoubleFunction<Beat> counted) {
        return Scale.linear(beats.stream().mapToDouble(counted).max().orElse(1) * BEATS_PER_SECOND);
    }

    private void times(Drawing drawing) {
        double seconds = spanMs / 1_000;
        double step = Math.max(1, Scale.rounded(seconds * TIMES_APART / width));
        for (double at = 0; at <= seconds; at += step) {
            drawing.below(at / seconds, String.format(Locale.ROOT, "%.0f s", at));
        }
    }

    /** The beats that are wanted, and null for the others. */
    private List<@Nullable Point> points(ToDoubleFunction<Beat> value, double factor, Predicate<Beat> wanted) {
        List<@Nullable Point> points = new ArrayList<>();
        for (Beat beat : beats) {
            double across = (beat.atMs() + Pulse.BEAT_MS / 2.0) / spanMs;
            points.add(wanted.test(beat) ? new Point(across, value.applyAsDouble(beat) * factor) : null);
        }
        return points;
    }
}
