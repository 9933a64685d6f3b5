package io.farebox.loadtest.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farebox.loadtest.site.Site;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The whole benchmark, from an empty installation to the table. */
public final class Benchmark {
    private final Settings settings;
    private final String only;
    private final Consumer<String> progress;

    /**
     * The benchmark of some rows.
     *
     * @param only what a row's name or its yardstick's contains; empty for all rows
     */
    public Benchmark(Settings settings, String only, Consumer<String> progress) {
        this.settings = settings;
        this.only = only;
        this.progress = progress;
    }

    /**
     * What came of it.
     *
     * @param table the rows, and what their loads have taken of the processors
     * @param notes rows that could not be measured and why, and what else was seen
     * @param bookFaults balances that are not what was told
     */
    public record Outcome(String machine, String table, ObjectNode json, Set<String> notes, List<String> bookFaults) {
        public boolean reachesEveryGoal() {
            for (var row : json.path("rows")) {
                if (!row.path("pass").asBoolean()) {
                    return false;
                }
            }
            return true;
        }
    }

    public Outcome run() throws IOException, InterruptedException {
        Set<String> notes = new LinkedHashSet<>();
        Machine.busy().ifPresent(notes::add);
        progress.accept("starting Redis, Cassandra, two APIs and the echo server");
        try (Field field = new Field(settings, Site.start(Map.of()));
                RowLocks rowLocks = new RowLocks(field)) {
            notes.add(DiskSync.note(field.site().directory()));
            progress.accept("preparing customers and warming up");
            List<Row> rows =
                    rows(field, rowLocks).stream().filter(this::isWanted).toList();
            field.warmUpAll();
            Runner runner = new Runner(field, rows, progress);
            List<Measured> measured = runner.run();
            notes.addAll(runner.notes());
            Machine machine = Machine.of(field.site().redisVersion());
            Table table = new Table();
            measured.forEach(table::add);
            List<String> faults = field.books().faults(field.site().operator());
            ObjectNode json = json(machine, measured);
            runner.spendings().json(json.putArray("spent"));
            String tables = table + "\n" + runner.spendings();
            return new Outcome(machine.toString(), tables, json, notes, faults);
        }
    }

    private boolean isWanted(Row row) {
        return row.what().contains(only) || row.against().contains(only);
    }

    private static List<Row> rows(Field field, RowLocks rowLocks) throws IOException, InterruptedException {
        Reports reports = new Reports(field);
        SpreadSingles spread = new SpreadSingles(field);
        rowLocks.admit(spread.customers());
        List<Row> rows = new ArrayList<>();
        rows.add(new DurableSingles());
        rows.add(new EverysecSingles());
        rows.add(new CoalescedSingles());
        rows.add(spread);
        if (field.settings().rowLocks()) {
            rows.add(new AgainstRowLock(rowLocks));
            rows.add(new AgainstRowLocks(spread, rowLocks));
        }
        rows.add(new Bursts(field));
        rows.add(new SingleReports(reports));
        rows.add(new BatchedReports(reports));
        rows.add(new HotList(field));
        rows.add(new MostLatency());
        rows.add(new WorstLatency());
        rows.add(new BurstMemory());
        rows.add(new SingleMemory());
        rows.add(new LedgerLag(field));
        return rows;
    }

    private ObjectNode json(Machine machine, List<Measured> all) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode();
        json.set("machine", mapper.valueToTree(machine));
        json.set("settings", mapper.valueToTree(settings));
        ArrayNode rows = json.putArray("rows");
        for (Measured measured : all) {
            ObjectNode row = rows.addObject();
            row.put("what", measured.row().what()).put("against", measured.row().against());
            row.put("measured", measured.subject());
            measured.yardstick().ifPresent(yardstick -> row.put("yardstick", yardstick));
            row.put("value", measured.value()).put("least", measured.least()).put("most", measured.most());
            row.put("unit", measured.row().goal().unit());
            row.put("mustReach", measured.row().goal().toString());
            row.put("pass", measured.isReached());
        }
        return json;
    }
}
