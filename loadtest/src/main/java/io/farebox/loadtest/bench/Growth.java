package io.farebox.loadtest.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The same work beside more and more of everything, each figure relative to the one beside the least. */
final class Growth {
    private final List<Growing> all;
    private final Field field;
    private final Consumer<String> progress;
    private final Set<String> notes = new LinkedHashSet<>();

    Growth(Field field, Survey.Bounds bounds, String only, Consumer<String> progress)
            throws IOException, InterruptedException {
        this.field = field;
        this.progress = progress;
        this.all = Stream.of(
                        new GrowingDepth(field),
                        new GrowingSends(field),
                        new GrowingFlight(field, bounds.messagesMax()),
                        new GrowingAccounts(field, bounds.accountsMax()))
                .filter(growing -> growing.what().contains(only))
                .toList();
    }

    /** Measures all of it, one after the other; what is not measured is in the notes. */
    Columns measure(Drain drain) throws InterruptedException {
        Columns table = new Columns(
                "what",
                "beside",
                "per second",
                "relative",
                "p50 ms",
                "p99 ms",
                "relative",
                "Redis bytes each",
                "must stay");
        for (Growing growing : all) {
            Map<String, Grown> least = new LinkedHashMap<>();
            try {
                for (long size : growing.sizes()) {
                    progress.accept(String.format(Locale.ROOT, "%,d %s", size, growing.what()));
                    Round round = new Round(field, drain);
                    for (Grown grown : growing.at(size, round)) {
                        least.putIfAbsent(grown.what(), grown);
                        add(table, growing, grown, least.getOrDefault(grown.what(), grown));
                    }
                    notes.addAll(round.notes());
                }
            } catch (IOException e) {
                notes.add("not measured: more " + growing.what() + " (" + e.getMessage() + ")");
            }
        }
        return table;
    }

    Set<String> notes() {
        return notes;
    }

    static void add(Columns table, Growing growing, Grown grown, Grown least) {
        table.add(
                grown.what(),
                String.format(Locale.ROOT, "%,d %s", grown.size(), growing.what()),
                text("%,.0f", grown.perSecond()),
                text("%.2f", grown.perSecond() / least.perSecond()),
                text("%.2f", grown.p50Ms()),
                text("%.2f", grown.p99Ms()),
                text("%.2f", grown.p99Ms() / least.p99Ms()),
                text("%,.2f", grown.bytesEach()),
                grown.size() == least.size() ? growing.expected() : "");
    }

    private static String text(String format, double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "";
    }
}
