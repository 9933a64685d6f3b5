package io.farebox.loadtest.burst;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.doIfOrElse;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.farebox.loadtest.burst.Carrier.Batch;
import io.farebox.loadtest.check.Micro;
import io.farebox.loadtest.check.Told;
import io.farebox.loadtest.check.Told.Sent;
import io.farebox.loadtest.site.Prices;
import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The simulation: single sends at a fixed rate, sends to thousands among them, and carriers that report meanwhile.
 *
 * <p>Injection is open: a sender starts when its time has come, whatever became of the ones before.
 */
public final class Burst extends Simulation {
    private static final int REPORTS_MAX = 500;
    private static final int CARRIERS_EACH = 2;
    private static final Duration CARRIER_IDLE = Duration.ofMillis(20);

    /** How long carriers may take after the last send. */
    private static final Duration REPORTING_MAX = Duration.ofMinutes(5);

    private final Scenario run = Scenario.read();
    private final List<Line> lines =
            run.payers().stream().map(payer -> new Line(payer, run.seed())).toList();
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    /** A customer, its diary and its carrier. */
    private record Line(Scenario.Payer payer, Diary diary, Carrier carrier) {
        Line(Scenario.Payer payer, long seed) {
            this(payer, new Diary(payer.customer()), new Carrier(seed));
        }

        Told told() {
            return diary.told(carrier.confirmedMicro(), carrier.releasedMicro());
        }
    }

    /** Sets the simulation up, as Gatling wants it done. */
    public Burst() {
        List<PopulationBuilder> populations = new ArrayList<>();
        // Ramping injects an exact number, evenly; that number says when all sending is over.
        populations.add(sender("single send", 1).injectOpen(warmUpAndRun()));
        if (run.bursts() > 0) {
            populations.add(sender("send to " + run.burstRecipients(), run.burstRecipients())
                    .injectOpen(
                            nothingFor(run.warmUpSeconds()),
                            rampUsers(run.bursts()).during(run.seconds())));
        }
        for (int i = 0; i < lines.size(); i++) {
            populations.add(carrier(lines.get(i), i).injectOpen(atOnceUsers(CARRIERS_EACH)));
        }
        setUp(populations)
                .protocols(http.baseUrl(run.url().toString())
                        .disableWarmUp()
                        .shareConnections()
                        .contentTypeHeader("application/json"))
                .maxDuration(
                        Duration.ofSeconds(run.warmUpSeconds() + run.seconds()).plus(REPORTING_MAX))
                .assertions(global().failedRequests().count().is(0L));
    }

    /** A freshly started JVM takes seconds to compile: an eighth of the rate, then a half, then all of it. */
    private OpenInjectionStep[] warmUpAndRun() {
        List<OpenInjectionStep> steps = new ArrayList<>();
        if (run.warmUpSeconds() > 0) {
            steps.add(rampUsers(run.warmUpSingles(8)).during(Duration.ofMillis(run.warmUpSeconds() * 500L)));
            steps.add(rampUsers(run.warmUpSingles(2)).during(Duration.ofMillis(run.warmUpSeconds() * 500L)));
        }
        steps.add(rampUsers(run.singles()).during(run.seconds()));
        return steps.toArray(OpenInjectionStep[]::new);
    }

    private ScenarioBuilder sender(String name, int recipients) {
        return scenario(name)
                .exec(session -> {
                    int number = started.getAndIncrement();
                    String reference = "load-" + run.seed() + "-" + number;
                    Line line = lines.get(number % lines.size());
                    return session.set("line", line)
                            .set("reference", reference)
                            .set("key", line.payer().customer().key());
                })
                .exec(http(name)
                        .post("/v1/sends")
                        .header("Authorization", "Bearer #{key}")
                        .header("Prefer", "return=minimal")
                        .body(StringBody(session ->
                                Prices.send(Objects.requireNonNull(session.getString("reference")), recipients, "")))
                        .check(
                                status().saveAs("status"),
                                status().is(201),
                                jsonPath("$.id").saveAs("id"),
                                jsonPath("$.credits.reserved").saveAs("reserved")))
                .exec(session -> answered(session, recipients));
    }

    private Session answered(Session session, int recipients) {
        Line line = Objects.requireNonNull(session.get("line"));
        String reference = Objects.requireNonNull(session.getString("reference"));
        int status = session.contains("status") ? session.getInt("status") : 0;
        if (session.contains("reserved")) {
            Sent send = new Sent(
                    Objects.requireNonNull(session.getString("id")),
                    reference,
                    recipients,
                    Micro.of(Objects.requireNonNull(session.getString("reserved"))));
            line.diary().sent(send);
            line.carrier().sent(send);
        } else if (status / 100 != 4) {
            line.diary().unanswered(reference);
        }
        if (ended.incrementAndGet() >= run.sends()) {
            lines.forEach(each -> each.carrier().sendingIsOver());
        }
        return session;
    }

    private ScenarioBuilder carrier(Line line, int number) {
        return scenario("carrier " + number)
                .exec(asLongAs(session -> !line.carrier().isDone())
                        .on(exec(session -> {
                                    Batch batch = line.carrier().next(REPORTS_MAX);
                                    return batch == null ? session.remove("batch") : session.set("batch", batch);
                                })
                                .exec(doIfOrElse(session -> session.contains("batch"))
                                        .then(exec(http("delivery reports")
                                                        .post("/v1/dlr/" + run.connection())
                                                        .header(
                                                                "Authorization",
                                                                "Bearer "
                                                                        + line.payer()
                                                                                .carrierKey())
                                                        .body(StringBody(session ->
                                                                batch(session).body()))
                                                        .check(status().in(200, 201, 202, 204)))
                                                .exec(session -> {
                                                    line.carrier().answered(batch(session), !session.isFailed());
                                                    return session.markAsSucceeded();
                                                }))
                                        .orElse(pause(CARRIER_IDLE)))));
    }

    private static Batch batch(Session session) {
        return Objects.requireNonNull(session.get("batch"));
    }

    @Override
    public void after() {
        try {
            Diary.write(lines.stream().map(Line::told).toList(), run.told());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long givenUp =
                lines.stream().mapToLong(line -> line.carrier().givenUp()).sum();
        if (givenUp > 0) {
            throw new IllegalStateException(givenUp + " delivery reports were never taken");
        }
    }
}
