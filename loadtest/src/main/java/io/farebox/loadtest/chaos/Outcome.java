package io.farebox.loadtest.chaos;

import io.farebox.loadtest.chaos.Conductor.Happened;
import io.farebox.loadtest.chaos.Pulse.Beat;
import io.farebox.loadtest.check.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came of a run.
 *
 * @param acknowledged answers 201, repeated ones included
 * @param started sends that clients have begun
 * @param directory what the stores, the logs and the recorder have left, where the verdict is not sound
 */
public record Outcome(
        Trial.Order order,
        List<Happened> happened,
        List<Beat> beats,
        long acknowledged,
        long started,
        Path directory,
        Verdict verdict) {
    private static final long BEFORE_MS = 8_000;
    private static final long AFTER_MS = 12_000;

    /** Whether all that was told is true. */
    public boolean isSound() {
        return verdict.isSound();
    }

    /** The faults that struck, by name, in their order. */
    public List<Fault> faults() {
        return happened.stream().map(Happened::fault).toList();
    }

    /** One line. */
    public String summary() {
        return "seed " + order.seed() + ": " + (isSound() ? "sound" : "VIOLATED") + ", " + happened.size() + " faults, "
                + started + " sends begun, " + acknowledged + " answers 201"
                + (isSound() ? "" : "; what is left is in " + directory);
    }

    /** When which fault struck, and the verdict. */
    @Override
    public String toString() {
        return happened.stream().map(Happened::toString).collect(Collectors.joining("\n")) + "\n" + verdict;
    }

    /** Writes the drawing, and beside it the numbers that it was drawn from. */
    public void plot(Path svg) throws IOException {
        String title = "seed " + order.seed() + ", " + order.trafficSeconds() + " s of traffic, " + order.perSecond()
                + " sends/s offered";
        Files.writeString(svg, Plot.svg(title, beats, happened));
        Files.write(
                csv(svg),
                Stream.concat(Stream.of(Beat.HEADER), beats.stream().map(Beat::csv))
                        .toList());
    }

    /** Writes a drawing for each fault, named after it: of its last stroke, with some seconds before and after. */
    public void plots(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (Happened one : happened) {
            long fromMs = Math.max(0, one.struckMs() - BEFORE_MS) / Pulse.BEAT_MS * Pulse.BEAT_MS;
            List<Beat> near = beats.stream()
                    .filter(beat -> beat.atMs() >= fromMs && beat.atMs() < one.healedMs() + AFTER_MS)
                    .map(beat -> beat.after(fromMs))
                    .toList();
            String title = one.fault().text() + ", " + order.perSecond() + " sends/s offered";
            Files.writeString(
                    directory.resolve(one.fault().text() + ".svg"), Plot.svg(title, near, List.of(one.after(fromMs))));
        }
    }

    private static Path csv(Path svg) {
        return svg.resolveSibling(svg.getFileName().toString().replaceFirst("\\.svg$", "") + ".csv");
    }
}
