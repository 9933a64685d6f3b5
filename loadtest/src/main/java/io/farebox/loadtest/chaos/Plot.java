package io.farebox.loadtest.chaos;

import io.farebox.loadtest.chaos.Conductor.Happened;
import io.farebox.loadtest.chaos.Pulse.Beat;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/** A run as a drawing (SVG): sends, reports, and latency on a logarithmic axis, and a band for each fault over all. */
final class Plot {
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 150;
    private static final int PANEL = 160;
    private static final int GAP = 35;
    private static final int BOTTOM = 70;
    private static final int HEIGHT = TOP + 3 * PANEL + 2 * GAP + BOTTOM;
    private static final int WIDTH_MIN = 1_000;
    private static final int WIDTH_MAX = 2_400;
    private static final int PIXELS_PER_SECOND = 14;
    private static final int BEATS_PER_SECOND = 1_000 / Pulse.BEAT_MS;

    private static final int SENDS_TOP = TOP;
    private static final int REPORTS_TOP = TOP + PANEL + GAP;
    private static final int LATENCY_TOP = TOP + 2 * (PANEL + GAP);

    /** The latency axis goes from 1 ms to 100 s. */
    private static final int DECADES = 5;

    private static final String SENDS = "#1f77b4";
    private static final String REPORTS = "#2ca02c";
    private static final String FAILURES = "#d62728";
    private static final String TYPICAL = "#17becf";
    private static final String WORST = "#9467bd";

    private final StringBuilder svg = new StringBuilder();
    private final List<Beat> beats;
    private final int width;
    private final double spanMs;
    private final double sendsMax;
    private final double reportsMax;

    private Plot(List<Beat> beats) {
        this.beats = beats;
        this.spanMs = Math.max(1, beats.size()) * (double) Pulse.BEAT_MS;
        this.width = (int) Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, spanMs / 1_000 * PIXELS_PER_SECOND));
        this.sendsMax = perSecondMax(beat -> Math.max(beat.sends(), beat.failures()));
        this.reportsMax = perSecondMax(Beat::reports);
    }

    private double perSecondMax(ToIntFunction<Beat> counted) {
        return rounded(beats.stream().mapToInt(counted).max().orElse(1) * (double) BEATS_PER_SECOND);
    }

    static String svg(String title, List<Beat> beats, List<Happened> timeline) {
        return new Plot(beats).draw(title, timeline);
    }

    private String draw(String title, List<Happened> timeline) {
        add(
                "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' viewBox='0 0 %d %d' "
                        + "font-family='sans-serif' font-size='12'>",
                width, HEIGHT, width, HEIGHT);
        add("<rect width='%d' height='%d' fill='white'/>", width, HEIGHT);
        add("<text x='%d' y='20' font-size='15'>%s</text>", LEFT, title);
        timeline.forEach(this::band);
        throughputAxis(SENDS_TOP, sendsMax, "sends per second, in beats of " + Pulse.BEAT_MS + " ms");
        throughputAxis(REPORTS_TOP, reportsMax, "reports per second");
        latencyAxis();
        timeAxis();
        line(REPORTS, beat -> throughputY(REPORTS_TOP, reportsMax, beat.reports()), beat -> true);
        line(SENDS, beat -> throughputY(SENDS_TOP, sendsMax, beat.sends()), beat -> true);
        line(FAILURES, beat -> throughputY(SENDS_TOP, sendsMax, beat.failures()), beat -> true);
        line(TYPICAL, beat -> latencyY(beat.p50Ms()), beat -> beat.sends() > 0);
        line(WORST, beat -> latencyY(beat.p99Ms()), beat -> beat.sends() > 0);
        legend(0, SENDS, "sends answered 201 /s");
        legend(1, REPORTS, "reports taken /s");
        legend(2, FAILURES, "attempts without an answer, or 5xx /s");
        legend(3, TYPICAL, "p50 of sends, ms");
        legend(4, WORST, "p99 of sends, ms");
        return svg.append("</svg>\n").toString();
    }

    private void band(Happened happened) {
        double from = x((double) happened.struckMs());
        double to = Math.max(from + 1.5, x((double) happened.healedMs()));
        add(
                "<rect x='%.1f' y='%d' width='%.1f' height='%d' fill='#ff7f0e' fill-opacity='0.16'/>",
                from, TOP, to - from, HEIGHT - TOP - BOTTOM);
        add("<line x1='%.1f' x2='%.1f' y1='%d' y2='%d' stroke='#ff7f0e'/>", from, from, TOP - 4, HEIGHT - BOTTOM);
        add(
                "<text transform='translate(%.1f,%d) rotate(-60)' fill='#a04000'>%s</text>",
                from + 4, TOP - 6, happened.fault().text());
    }

    private void throughputAxis(int top, double max, String title) {
        frame(top, title);
        for (int i = 0; i <= 4; i++) {
            tick(top + PANEL - i * PANEL / 4.0, String.format(Locale.ROOT, "%.0f", max * i / 4));
        }
    }

    private void latencyAxis() {
        frame(LATENCY_TOP, "latency of sends, repetitions included");
        String[] decades = {"1 ms", "10 ms", "100 ms", "1 s", "10 s", "100 s"};
        for (int i = 0; i <= DECADES; i++) {
            tick(latencyY(Math.pow(10, i)), decades[i]);
        }
    }

    private void timeAxis() {
        double seconds = spanMs / 1_000;
        double step = Math.max(1, rounded(seconds / (width / 100.0)));
        for (double at = 0; at <= seconds; at += step) {
            add("<text x='%.1f' y='%d' text-anchor='middle'>%.0f s</text>", x(at * 1_000), HEIGHT - BOTTOM + 18, at);
        }
    }

    private void frame(int top, String title) {
        add(
                "<rect x='%d' y='%d' width='%d' height='%d' fill='none' stroke='#888'/>",
                LEFT, top, width - LEFT - RIGHT, PANEL);
        add("<text x='%d' y='%d' fill='#444'>%s</text>", LEFT + 6, top + 15, title);
    }

    private void tick(double y, String text) {
        add("<line x1='%d' x2='%d' y1='%.1f' y2='%.1f' stroke='#ddd'/>", LEFT, width - RIGHT, y, y);
        add("<text x='%d' y='%.1f' text-anchor='end'>%s</text>", LEFT - 6, y + 4, text);
    }

    private void legend(int place, String color, String text) {
        int x = LEFT + place * 175 + (place > 2 ? 110 : 0);
        add(
                "<rect x='%d' y='%d' width='14' height='4' fill='%s'/><text x='%d' y='%d'>%s</text>",
                x, HEIGHT - 24, color, x + 19, HEIGHT - 18, text);
    }

    /** A line through the beats that are wanted, interrupted where one is not. */
    private void line(String color, ToDoubleFunction<Beat> y, Predicate<Beat> wanted) {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (Beat beat : beats) {
            boolean draws = wanted.test(beat);
            if (draws) {
                path.append(String.format(
                        Locale.ROOT,
                        "%s%.1f %.1f",
                        drawing ? "L" : "M",
                        x(beat.atMs() + Pulse.BEAT_MS / 2.0),
                        y.applyAsDouble(beat)));
            }
            drawing = draws;
        }
        add("<path d='%s' fill='none' stroke='%s' stroke-linecap='round' stroke-width='1.4'/>", path, color);
    }

    private double x(double ms) {
        return LEFT + Math.min(1, ms / spanMs) * (width - LEFT - RIGHT);
    }

    private static double throughputY(int top, double max, int inBeat) {
        return top + PANEL - inBeat * BEATS_PER_SECOND / max * PANEL;
    }

    private static double latencyY(double ms) {
        double decade = Math.max(0, Math.min(DECADES, Math.log10(Math.max(1, ms))));
        return LATENCY_TOP + PANEL - decade / DECADES * PANEL;
    }

    /** The next number of the kind 1, 2, 5, 10, 20 … */
    private static double rounded(double number) {
        double decade = Math.pow(10, Math.floor(Math.log10(Math.max(1, number))));
        double digit = Math.max(1, number) / decade;
        return decade * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
