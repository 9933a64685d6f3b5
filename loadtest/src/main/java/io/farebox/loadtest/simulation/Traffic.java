package io.farebox.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.doIfOrElse;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.farebox.loadtest.check.Micro;
import io.farebox.loadtest.check.Told;
import io.farebox.loadtest.check.Told.Sent;
import io.farebox.loadtest.simulation.Carrier.Batch;
import io.farebox.loadtest.site.Prices;
import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * What all simulations have in common: senders that start when their time has come, whatever became of the ones before, and
 * carriers that report meanwhile or afterwards until all is reported.
 */
abstract class Traffic extends Simulation {
    /** The names of requests, as reports and assertions have them. */
    static final String SINGLE = "single send";

    static final String FIRST_HALF = "single send, first half";
    static final String SECOND_HALF = "single send, second half";

    private static final int CREATED = 201;
    private static final int UNAVAILABLE = 503;
    private static final int REPORTS_MAX = 500;
    private static final int CARRIERS_EACH = 2;
    private static final int CARRIERS_EACH_IN_A_STORM = 8;
    private static final Duration CARRIER_IDLE = Duration.ofMillis(20);

    /** Before a batch that was not taken is sent again: what Retry-After says. */
    private static final Duration CARRIER_REFUSED = Duration.ofSeconds(1);

    /** How long carriers may take after the last send. */
    private static final Duration REPORTING_MAX = Duration.ofMinutes(5);

    final Scenario run = Scenario.read();
    private final List<Line> lines =
            run.payers().stream().map(payer -> new Line(payer, run.seed())).toList();
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private int sends;
    private boolean reportsAfterwards;

    /** A customer, its diary and its carrier. */
    private record Line(Scenario.Payer payer, Diary diary, Carrier carrier) {
        Line(Scenario.Payer payer, long seed) {
            this(payer, new Diary(payer.customer()), new Carrier(seed));
        }

        Told told() {
            return diary.told(carrier.confirmedMicro(), carrier.releasedMicro());
        }
    }

    /** Who sends what, and when. */
    record Sending(ScenarioBuilder sender, Injection injection) {}

    /** Has carriers wait until everything is sent, and come with more connections. */
    final void reportAfterwards() {
        reportsAfterwards = true;
    }

    /** Sets the simulation up. */
    final void play(List<Sending> sendings, Assertion... assertions) {
        sends = sendings.stream()
                .mapToInt(sending -> sending.injection.senders())
                .sum();
        List<PopulationBuilder> populations = new ArrayList<>();
        sendings.stream()
                .filter(sending -> sending.injection.senders() > 0)
                .forEach(sending -> populations.add(sending.sender.injectOpen(sending.injection.steps())));
        for (int i = 0; i < lines.size(); i++) {
            int carriers = reportsAfterwards ? CARRIERS_EACH_IN_A_STORM : CARRIERS_EACH;
            populations.add(carrier(lines.get(i), i).injectOpen(atOnceUsers(carriers)));
        }
        Duration longest = sendings.stream()
                .map(sending -> sending.injection.length())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        setUp(populations)
                .protocols(http.baseUrl(run.url().toString())
                        .disableWarmUp()
                        .shareConnections()
                        .contentTypeHeader("application/json"))
                .maxDuration(longest.plus(REPORTING_MAX))
                .assertions(assertions);
    }

    /** A freshly started JVM takes seconds to compile: an eighth of the rate, then a half, then all of it for a time. */
    final Injection warmedUp(int perSecond, Duration time) {
        Duration half = run.warmUp().dividedBy(2);
        return new Injection()
                .atRate(perSecond / 8.0, half)
                .atRate(perSecond / 2.0, half)
                .atRate(perSecond, time);
    }

    static Assertion noneFails() {
        return global().failedRequests().count().is(0L);
    }

    final Assertion mostAreQuick(String request) {
        return details(request).responseTime().percentile(99.0).lt(run.p99MsMax());
    }

    /** Sends of one message, which must be accepted. */
    final Sending singles(Injection injection) {
        return new Sending(sender(SINGLE, number -> SINGLE, 1, "", CREATED), injection);
    }

    /** The same, of which each may be refused with 503. */
    final Sending singlesOrRefused(Injection injection) {
        return new Sending(sender(SINGLE, number -> SINGLE, 1, "", CREATED, UNAVAILABLE), injection);
    }

    /** The same, to the customer's list. */
    final Sending toTheList(Injection injection) {
        return new Sending(sender(SINGLE, number -> SINGLE, 1, Scenario.LIST, CREATED), injection);
    }

    /** The same, told apart by the half of the time in which they start. */
    final Sending singlesByHalf(Injection injection) {
        int half = injection.senders() / 2;
        return new Sending(
                sender(SINGLE, number -> number < half ? FIRST_HALF : SECOND_HALF, 1, "", CREATED), injection);
    }

    /** Sends to thousands, every few seconds once the warm-up is over; none where the run has none. */
    final Sending large() {
        String name = "send to " + run.burstRecipients();
        Injection injection = new Injection().spread(0, run.warmUp()).spread(run.bursts(), run.time());
        return new Sending(sender(name, number -> name, run.burstRecipients(), "", CREATED), injection);
    }

    private ScenarioBuilder sender(
            String name, IntFunction<String> request, int recipients, String list, Integer... accepted) {
        return scenario(name)
                .exec(session -> {
                    int number = started.getAndIncrement();
                    String reference = "load-" + run.seed() + "-" + number;
                    Line line = lines.get(number % lines.size());
                    return session.set("line", line)
                            .set("reference", reference)
                            .set("request", request.apply(number))
                            .set("key", line.payer().customer().key());
                })
                .exec(http("#{request}")
                        .post("/v1/sends")
                        .header("Authorization", "Bearer #{key}")
                        .header("Prefer", "return=minimal")
                        .body(StringBody(session ->
                                Prices.send(Objects.requireNonNull(session.getString("reference")), recipients, list)))
                        .check(
                                status().saveAs("status"),
                                status().in(accepted),
                                jsonPath("$.id").optional().saveAs("id"),
                                jsonPath("$.credits.reserved").optional().saveAs("reserved")))
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
        if (ended.incrementAndGet() >= sends) {
            lines.forEach(each -> each.carrier().sendingIsOver());
        }
        return session;
    }

    private ScenarioBuilder carrier(Line line, int number) {
        return scenario("carrier " + number)
                .exec(asLongAs(session -> reportsAfterwards && ended.get() < sends)
                        .on(pause(CARRIER_IDLE)))
                .exec(asLongAs(session -> !line.carrier().isDone())
                        .on(exec(session -> {
                                    Batch batch = line.carrier().next(REPORTS_MAX);
                                    return batch == null ? session.remove("batch") : session.set("batch", batch);
                                })
                                .exec(doIfOrElse(session -> session.contains("batch"))
                                        .then(report(line))
                                        .orElse(pause(CARRIER_IDLE)))));
    }

    private ChainBuilder report(Line line) {
        return exec(http("delivery reports")
                        .post("/v1/dlr/" + run.connection())
                        .header("Authorization", "Bearer " + line.payer().carrierKey())
                        .body(StringBody(session -> batch(session).body()))
                        .check(status().in(200, 201, 202, 204)))
                .exec(session -> {
                    line.carrier().answered(batch(session), !session.isFailed());
                    return session.set("refused", session.isFailed()).markAsSucceeded();
                })
                .exec(doIf(session -> session.getBoolean("refused")).then(pause(CARRIER_REFUSED)));
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
