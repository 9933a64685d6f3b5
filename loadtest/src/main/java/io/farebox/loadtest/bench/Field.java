package io.farebox.loadtest.bench;

import io.farebox.loadtest.EchoServer;
import io.farebox.loadtest.load.GeneratorProcess;
import io.farebox.loadtest.load.Plan;
import io.farebox.loadtest.load.Requests;
import io.farebox.loadtest.load.Result;
import io.farebox.loadtest.load.Target;
import io.farebox.loadtest.site.Child;
import io.farebox.loadtest.site.Customer;
import io.farebox.loadtest.site.Customers;
import io.farebox.loadtest.site.Prices;
import io.farebox.loadtest.site.Site;
import io.farebox.local.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All that the rows measure on: an installation, an API without coalescing beside it, the echo server, customers. */
final class Field implements AutoCloseable {
    /** Different requests of one kind, so that nothing profits from seeing the same one again. */
    private static final int SINGLE_REQUESTS = 5_000;

    private static final String HOT_LIST = "hot";

    /** The echo server's name among the processes whose time is looked at. */
    static final String ECHO = "echo";

    private final Settings settings;
    private final Site site;
    private final Child echo;
    private final Target uncoalesced;
    private final Customer flat;
    private final Books books = new Books();
    private final Path singles;
    private int files;

    Field(Settings settings, Site site) throws IOException, InterruptedException {
        this.settings = settings;
        this.site = site;
        // A yardstick is to take as long as it takes: what it sheds would not be measured.
        this.uncoalesced = Target.of(site.anotherApi(
                        "uncoalesced",
                        Map.of(
                                "FAREBOX_REDIS_BATCH_MAX", "1",
                                "FAREBOX_SEND_WAIT_MAX_MS", "60000",
                                "FAREBOX_INSTANCE", "uncoalesced"))
                .uri());
        this.echo = Child.start(EchoServer.class, List.of("-Xmx1g"), Integer.toString(Ports.free()));
        this.flat = customers().root("flat");
        books.open(flat);
        this.singles = singles(List.of(flat), "");
    }

    Settings settings() {
        return settings;
    }

    Site site() {
        return site;
    }

    Books books() {
        return books;
    }

    Customer flat() {
        return flat;
    }

    Customers customers() {
        return new Customers(site.operator());
    }

    Target api() {
        return Target.of(site.api().uri());
    }

    Target uncoalesced() {
        return uncoalesced;
    }

    Target echo() {
        return new Target("127.0.0.1", Integer.parseInt(echo.firstLine()));
    }

    /** Single sends of the flat account. */
    Path flatSingles() {
        return singles;
    }

    /** Load on all three servers until their code is compiled; nothing is measured. */
    void warmUpAll() throws IOException, InterruptedException {
        warmUp(List.of(echo(), api(), uncoalesced));
    }

    /** Load on some of the servers until their code is compiled. */
    void warmUp(List<Target> targets) throws IOException, InterruptedException {
        for (Target target : targets) {
            Plan plan = warmUpPlan(target, singles);
            warmUp().run(() -> target.equals(echo()) ? run(plan) : runSends(plan, flat, 1));
        }
    }

    /** What has code compiled that these servers do not know yet. */
    WarmUp warmUp() {
        return new WarmUp(settings);
    }

    /** A step of it. */
    Plan warmUpPlan(Target target, Path requests) {
        return Plan.closed(
                target, requests, settings.connections(), 0, settings.warmUps().stepSeconds());
    }

    /** Single sends by these customers in turn, to a list or to none. */
    Path singles(List<Customer> customers, String list) throws IOException {
        Path file = newFile();
        try (Requests.Writer writer = new Requests.Writer(file)) {
            for (int i = 0; i < Math.max(SINGLE_REQUESTS, customers.size()); i++) {
                Customer customer = customers.get(i % customers.size());
                writer.write(api().post("/v1/sends", customer.key(), "", Prices.send("single-" + i, 1, list)));
            }
        }
        return file;
    }

    /** A customer at five levels below its root, and its sends to a list there. */
    Path hotListSingles(Customer root) throws IOException, InterruptedException {
        Customer nested = customers().nested(root, 5, HOT_LIST);
        return singles(List.of(nested), HOT_LIST);
    }

    /** The usual closed load. */
    Plan plan(Target target, Path requests) {
        return Plan.closed(
                target, requests, settings.connections(), settings.warmUps().seconds(), settings.seconds());
    }

    /** Runs a load whose every answer must be 2xx. */
    Result run(Plan plan) throws IOException, InterruptedException {
        return clean(watched(plan));
    }

    /** Runs a load of sends that this customer pays for; the books know of them also where not every answer was 2xx. */
    Result runSends(Plan plan, Customer payer, int recipients) throws IOException, InterruptedException {
        return sent(watched(plan), payer, recipients);
    }

    private Result watched(Plan plan) throws IOException, InterruptedException {
        Map<String, Duration> before = processorTime();
        long sinceNanos = System.nanoTime();
        Result result = GeneratorProcess.run(plan);
        Duration took = Duration.ofNanos(System.nanoTime() - sinceNanos);
        Map<String, Duration> had = processorTime();
        had.replaceAll((name, until) -> until.minus(before.getOrDefault(name, Duration.ZERO)));
        return result.withProcessorTime(had, took);
    }

    private Map<String, Duration> processorTime() {
        Map<String, Duration> had = new HashMap<>(site.processorTime());
        had.put(ECHO, echo.processorTime());
        return had;
    }

    /** Enters in the books what a load of sends has come to. */
    Result sent(Result result, Customer payer, int recipients) throws NotMeasured {
        books.held(payer, result, Prices.sendCreditsMicro(recipients));
        return clean(result);
    }

    Path newFile() {
        return site.directory().resolve("requests-" + ++files);
    }

    private static Result clean(Result result) throws NotMeasured {
        if (!result.isClean()) {
            throw new NotMeasured("answers " + result.allStatuses() + ", " + result.failed() + " broken connections, "
                    + result.abandoned() + " abandoned; " + result.firstRefusal());
        }
        return result;
    }

    @Override
    public void close() {
        echo.close();
        site.close();
    }
}
