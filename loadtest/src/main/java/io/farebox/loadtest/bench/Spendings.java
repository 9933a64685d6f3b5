package io.farebox.loadtest.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farebox.loadtest.load.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a request of each load takes of the processors, by process: where those are shared and full, it is what limits the rate.
 *
 * <p>It is all that the processes use while the load runs, their compilers and what they still do for a load before it too. What is left for
 * later, as the ledger's rows of a burst, is not in it.
 */
final class Spendings {
    private final Map<String, List<Result>> results = new LinkedHashMap<>();

    /** Adds what was measured in a round. */
    void add(Map<String, Result> round) {
        round.forEach((what, result) ->
                results.computeIfAbsent(what, any -> new ArrayList<>()).add(result));
    }

    /** Medians of the rounds. */
    private record Spending(
            String what,
            double perSecond,
            double load,
            double servers,
            double redis,
            double cassandra,
            double coresBusy) {
        static Spending of(String what, List<Result> rounds) {
            return new Spending(
                    what,
                    median(rounds, Result::arrivedPerSecond),
                    median(rounds, Result::loadMicros),
                    median(rounds, result -> micros(result, "API") + micros(result, Field.ECHO)),
                    median(rounds, result -> micros(result, "Redis")),
                    median(rounds, result -> micros(result, "Cassandra")),
                    median(rounds, Result::coresBusy));
        }

        private static double micros(Result result, String process) {
            return result.processorMicros().getOrDefault(process, 0.0);
        }

        private static double median(List<Result> rounds, ToDoubleFunction<Result> part) {
            return Median.of(rounds.stream().mapToDouble(part));
        }
    }

    private List<Spending> all() {
        return results.entrySet().stream()
                .map(entry -> Spending.of(entry.getKey(), entry.getValue()))
                .toList();
    }

    ArrayNode json(ArrayNode into) {
        for (Spending spending : all()) {
            ObjectNode line = into.addObject();
            line.put("what", spending.what()).put("perSecond", spending.perSecond());
            line.put("loadMicros", spending.load()).put("serversMicros", spending.servers());
            line.put("redisMicros", spending.redis()).put("cassandraMicros", spending.cassandra());
            line.put("coresBusy", spending.coresBusy());
        }
        return into;
    }

    @Override
    public String toString() {
        Columns columns = new Columns(
                "a request of", "per second", "load µs", "servers µs", "Redis µs", "Cassandra µs", "cores busy");
        for (Spending spending : all()) {
            columns.add(
                    spending.what(),
                    number("%,.0f", spending.perSecond()),
                    number("%.1f", spending.load()),
                    number("%.1f", spending.servers()),
                    number("%.1f", spending.redis()),
                    number("%.1f", spending.cassandra()),
                    number("%.2f", spending.coresBusy()));
        }
        return columns.toString();
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
