package io.farebox.loadtest.bench;

import io.farebox.loadtest.load.Plan;
import io.farebox.loadtest.load.Result;
import io.farebox.loadtest.load.Target;
import io.farebox.loadtest.site.Site;
import io.farebox.local.ApiServer;
import io.farebox.local.LocalException;
import io.farebox.local.ServerJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * What one engine does under each JDK of this machine and several of its settings, each started anew in every round: how long
 * it takes to be ready, what it holds, and how it serves single sends.
 *
 * <p>The installation's own engine runs beside each and relays its part, the same for all.
 */
final class Javas {
    private static final double NANOS_IN_MICRO = 1e3;
    private static final double KIB_IN_MIB = 1024;

    /** The part of the first setting's throughput at which latency is judged for all. */
    private static final double HALF = 0.5;

    private static final List<String> HUGE = List.of("-XX:+UseTransparentHugePages");
    private static final String G1 = "-XX:+UseG1GC";
    private static final String PARALLEL = "-XX:+UseParallelGC";

    private final Field field;
    private final Consumer<String> progress;
    private final Set<String> notes = new LinkedHashSet<>();
    private double halfPerSecond;
    private int started;

    Javas(Field field, Consumer<String> progress) {
        this.field = field;
        this.progress = progress;
    }

    /** A Java with options. */
    private record Setting(int release, Path java, List<String> options) {
        String name() {
            return release + " "
                    + String.join(" ", options).replace("-XX:+", "").replace("-XX:", "");
        }
    }

    /** What came of a setting in one round. */
    private record Run(
            double startSeconds, double restMib, Result closed, double microsEach, Result open, double workMib) {}

    /** What could not be measured. */
    Set<String> notes() {
        return notes;
    }

    Columns measure(Drain drain) throws IOException, InterruptedException {
        Map<Setting, List<Run>> all = new LinkedHashMap<>();
        for (int round = 1; round <= field.settings().rounds(); round++) {
            for (Setting setting : settings()) {
                progress.accept("round " + round + ": " + setting.name());
                try {
                    Run run = run(setting, drain);
                    all.computeIfAbsent(setting, key -> new ArrayList<>()).add(run);
                } catch (NotMeasured | LocalException e) {
                    notes.add("not measured: " + setting.name() + " (" + e.getMessage() + ")");
                }
            }
        }
        return table(all);
    }

    private static List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        ServerJdk.programs().forEach((release, java) -> {
            List<List<String>> options = new ArrayList<>();
            options.add(List.of(G1, "-Xmx1g"));
            options.add(List.of(G1, "-Xmx256m"));
            options.add(List.of(PARALLEL, "-Xmx1g"));
            options.add(List.of("-XX:+UseSerialGC", "-Xmx1g"));
            options.add(with(HUGE, G1, "-Xmx1g"));
            options.add(with(HUGE, PARALLEL, "-Xmx1g"));
            options.add(List.of(PARALLEL, "-XX:TieredStopAtLevel=1", "-Xmx1g"));
            if (release >= 25) {
                options.add(List.of("-XX:+UseZGC", "-Xmx1g"));
                options.add(List.of(PARALLEL, "-XX:+UseCompactObjectHeaders", "-Xmx1g"));
            }
            options.forEach(each -> settings.add(new Setting(release, java, each)));
        });
        return settings;
    }

    private static List<String> with(List<String> more, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(more);
        return all;
    }

    private Run run(Setting setting, Drain drain) throws IOException, InterruptedException {
        long beganNanos = System.nanoTime();
        ApiServer api = field.site()
                .anotherApi(
                        "java-" + ++started,
                        usual -> usual.withJava(setting.java()).withJvmOptions(setting.options()));
        double startSeconds = (System.nanoTime() - beganNanos) / 1e9;
        try {
            double restMib = residentMib(api);
            Target target = Target.of(api.uri());
            Plan warmUp = field.warmUpPlan(target, field.flatSingles());
            field.warmUp().run(() -> field.runSends(warmUp, field.flat(), 1));
            Duration before = Site.processorTime(api);
            Result closed = field.runSends(field.plan(target, field.flatSingles()), field.flat(), 1);
            drain.await();
            double micros = Site.processorTime(api).minus(before).toNanos() / NANOS_IN_MICRO;
            halfPerSecond = halfPerSecond == 0 ? closed.perSecond() * HALF : halfPerSecond;
            Plan half = field.plan(target, field.flatSingles())
                    .atRate(halfPerSecond)
                    .after(field.settings().warmUps().openSeconds());
            Result open = field.runSends(half, field.flat(), 1);
            drain.await();
            return new Run(startSeconds, restMib, closed, micros / closed.all(), open, residentMib(api));
        } finally {
            field.site().end(api);
        }
    }

    /** What the process has in memory; NaN where the system does not tell as Linux does. */
    private static double residentMib(ApiServer api) throws IOException {
        Path status = Path.of("/proc", Long.toString(api.pid()), "status");
        if (!Files.isReadable(status)) {
            return Double.NaN;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KIB_IN_MIB)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static Columns table(Map<Setting, List<Run>> all) {
        Columns table = new Columns(
                "Java and options",
                "ready s",
                "at rest MiB",
                "per second",
                "µs each",
                "p50 ms",
                "p99 ms",
                "after it MiB");
        all.forEach((setting, runs) -> table.add(
                setting.name(),
                median(runs, "%.1f", Run::startSeconds),
                median(runs, "%.0f", Run::restMib),
                median(runs, "%,.0f", run -> run.closed().perSecond()),
                median(runs, "%.0f", Run::microsEach),
                median(runs, "%.1f", run -> run.open().latency().p50Ms()),
                median(runs, "%.1f", run -> run.open().latency().p99Ms()),
                median(runs, "%.0f", Run::workMib)));
        return table;
    }

    private static String median(List<Run> runs, String format, ToDoubleFunction<Run> part) {
        return String.format(Locale.ROOT, format, Median.of(runs.stream().mapToDouble(part)));
    }
}
