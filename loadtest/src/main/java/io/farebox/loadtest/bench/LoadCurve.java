package io.farebox.loadtest.bench;

import io.farebox.loadtest.drawing.Drawing;
import io.farebox.loadtest.drawing.Drawing.Point;
import io.farebox.loadtest.drawing.Scale;
import io.farebox.loadtest.load.GeneratorProcess;
import io.farebox.loadtest.load.Plan;
import io.farebox.loadtest.load.Result;
import io.farebox.loadtest.site.Prices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Throughput and latency of single sends over the load that is offered, from little to more than there can be: an open loop, in
 * steps, whose rate does not wait for answers.
 */
final class LoadCurve {
    /** Parts of the highest rate of the closed loop. */
    private static final List<Integer> PERCENT = List.of(10, 25, 50, 75, 90, 100, 110, 120);

    private static final int WIDTH = 1_000;
    private static final int TOP = 40;
    private static final int CREATED = 201;

    private final Field field;
    private final Path directory;
    private final Consumer<String> progress;
    private final List<Step> steps = new ArrayList<>();

    /** One rate. */
    record Step(int percent, double offered, Result result) {
        double refused() {
            long others = result.statuses().values().stream()
                            .mapToLong(Long::longValue)
                            .sum()
                    - result.answers();
            return others / result.seconds();
        }

        String csv() {
            Result.Latency latency = result.latency();
            return String.format(
                    Locale.ROOT,
                    "%d,%.0f,%.0f,%.0f,%.3f,%.3f,%.3f,%.3f,%.3f%n",
                    percent,
                    offered,
                    result.arrivedPerSecond(),
                    refused(),
                    latency.p50Ms(),
                    latency.p90Ms(),
                    latency.p99Ms(),
                    latency.p999Ms(),
                    latency.maxMs());
        }
    }

    /**
     * A curve that is yet to be measured.
     *
     * @param directory where its drawing, its numbers and a histogram of each step will be
     */
    LoadCurve(Field field, Path directory, Consumer<String> progress) {
        this.field = field;
        this.directory = directory;
        this.progress = progress;
    }

    /** Measures it and writes the files; the same as a table. */
    Columns measure(Drain drain) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        double highest = field.runSends(field.plan(field.api(), field.flatSingles()), field.flat(), 1)
                .perSecond();
        for (int percent : PERCENT) {
            drain.await();
            progress.accept(String.format(Locale.ROOT, "%d %% of %,.0f/s", percent, highest));
            steps.add(step(percent, highest * percent / 100));
        }
        Files.writeString(directory.resolve("load-curve.svg"), svg(steps));
        Files.writeString(directory.resolve("load-curve.csv"), csv());
        return table();
    }

    private Step step(int percent, double offered) throws IOException, InterruptedException {
        Plan plan = field.plan(field.api(), field.flatSingles())
                .atRate(offered)
                .after(field.settings().warmUps().openSeconds())
                .recorded(directory.resolve(String.format(Locale.ROOT, "load-%03d.hgrm", percent)));
        Result result = GeneratorProcess.run(plan);
        field.books().held(field.flat(), result, Prices.sendCreditsMicro(1));
        if (result.failed() > 0 || result.allStatuses().keySet().stream().anyMatch(LoadCurve::isFault)) {
            throw new NotMeasured("answers " + result.allStatuses() + ", " + result.failed() + " broken connections");
        }
        return new Step(percent, offered, result);
    }

    /** More than it can take may be refused; that is what the curve is to show. */
    private static boolean isFault(int status) {
        return status != CREATED && status != 503;
    }

    private Columns table() {
        Columns table = new Columns(
                "of the highest",
                "offered",
                "answered 201",
                "refused",
                "p50 ms",
                "p90 ms",
                "p99 ms",
                "p99.9 ms",
                "most ms");
        for (Step step : steps) {
            Result.Latency latency = step.result.latency();
            table.add(
                    step.percent + " %",
                    perSecond(step.offered),
                    perSecond(step.result.arrivedPerSecond()),
                    perSecond(step.refused()),
                    Goal.number(latency.p50Ms()),
                    Goal.number(latency.p90Ms()),
                    Goal.number(latency.p99Ms()),
                    Goal.number(latency.p999Ms()),
                    Goal.number(latency.maxMs()));
        }
        return table;
    }

    private static String perSecond(double value) {
        return String.format(Locale.ROOT, "%,.0f/s", value);
    }

    private String csv() {
        StringBuilder csv = new StringBuilder("percent,offered,answered,refused,p50_ms,p90_ms,p99_ms,p999_ms,max_ms\n");
        steps.forEach(step -> csv.append(step.csv()));
        return csv.toString();
    }

    static String svg(List<Step> steps) {
        double most = steps.stream().mapToDouble(Step::offered).max().orElse(1);
        Drawing drawing = new Drawing(
                WIDTH,
                TOP,
                2,
                String.format(
                        Locale.ROOT,
                        "Single sends in an open loop, over the load that is offered: up to %,.0f/s",
                        most));
        steps.forEach(step -> drawing.below(step.offered / most, step.percent + " %"));
        drawing.panel(0, "sends per second", Scale.linear(most))
                .line("#bbbbbb", "offered /s", points(steps, most, Step::offered))
                .line("#1f77b4", "answered 201 /s", points(steps, most, step -> step.result.arrivedPerSecond()))
                .line("#d62728", "refused /s", points(steps, most, Step::refused));
        // Tenths of a millisecond: the axis begins at 1.
        drawing.panel(
                        1,
                        "latency from the meant start",
                        Scale.decades("0.1 ms", "1 ms", "10 ms", "100 ms", "1 s", "10 s"))
                .line(
                        "#17becf",
                        "p50",
                        points(steps, most, step -> 10 * step.result.latency().p50Ms()))
                .line(
                        "#9467bd",
                        "p99",
                        points(steps, most, step -> 10 * step.result.latency().p99Ms()))
                .line(
                        "#8c564b",
                        "p99.9",
                        points(steps, most, step -> 10 * step.result.latency().p999Ms()));
        return drawing.toString();
    }

    private static List<@Nullable Point> points(List<Step> steps, double most, ToDoubleFunction<Step> value) {
        List<@Nullable Point> points = new ArrayList<>();
        steps.forEach(step -> points.add(new Point(step.offered / most, value.applyAsDouble(step))));
        return points;
    }
}
