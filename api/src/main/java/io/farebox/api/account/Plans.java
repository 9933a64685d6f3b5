package io.farebox.api.account;

import io.farebox.api.access.Need;
import io.farebox.api.command.Engine;
import io.farebox.api.http.Answer;
import io.farebox.api.http.Call;
import io.farebox.api.http.Problem;
import io.farebox.api.http.ProblemType;
import io.farebox.api.http.Route;
import io.farebox.api.json.JsonInput;
import io.farebox.api.json.JsonOutput;
import io.farebox.charge.Credits;
import io.farebox.charge.Ids;
import io.farebox.directory.Account;
import io.farebox.directory.Plan;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The calls by which the operator has an account given credits each day or month. */
public final class Plans {
    private static final int ID_CHARS = 10;
    private static final int NOTE_MAX_CHARS = 500;
    private static final int VALID_DAYS = 730;
    private static final int VALID_DAYS_MAX = 36_500;
    private static final int PLANS_MAX = 100;
    private static final Map<String, Plan.Every> EVERY = Map.of("day", Plan.Every.DAY, "month", Plan.Every.MONTH);

    private final Engine engine;

    public Plans(Engine engine) {
        this.engine = engine;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/v1/accounts/{account}/plans", this::make),
                Route.get("/v1/accounts/{account}/plans", this::all),
                Route.delete("/v1/accounts/{account}/plans/{plan}", this::end));
    }

    private static final class Request {
        @Nullable
        Long creditsMicro;

        Plan.@Nullable Every every;

        @Nullable
        Instant startsAt;

        @Nullable
        String note;

        int validDays = VALID_DAYS;

        static Request read(JsonInput in) throws IOException {
            Request request = new Request();
            in.object(name -> {
                switch (name) {
                    case "credits" -> request.creditsMicro = in.credits(1, Credits.MAX_MICRO);
                    case "every" -> request.every = in.oneOf(EVERY);
                    case "startsAt" -> request.startsAt = in.instant();
                    case "validDays" -> request.readValidDays(in);
                    case "note" -> request.note = in.line(0, NOTE_MAX_CHARS);
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            in.require("/credits", request.creditsMicro);
            in.require("/every", request.every);
            return request;
        }

        private void readValidDays(JsonInput in) throws IOException {
            String text = in.scalar();
            if (text == null || !text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > VALID_DAYS_MAX) {
                in.fault("must be a number of days from 1 to " + VALID_DAYS_MAX);
                return;
            }
            validDays = Integer.parseInt(text);
        }
    }

    private Mono<Answer> make(Call call) {
        return engine.tenancy()
                .account(call.principal(), call.segment(0), Need.OPERATE)
                .flatMap(account -> {
                    Plan plan = plan(account, call.json(Request::read));
                    return engine.directory()
                            .plans(account.id())
                            .count()
                            .flatMap(count -> count >= PLANS_MAX
                                    ? Mono.error(Problem.of(
                                            ProblemType.ALREADY_EXISTS,
                                            "An account has at most " + PLANS_MAX + " plans."))
                                    : engine.directory().putPlan(plan))
                            .then(Mono.fromSupplier(() -> {
                                JsonOutput out = new JsonOutput(256);
                                write(out, plan);
                                return Answer.json(201, out);
                            }));
                });
    }

    private Plan plan(Account account, Request request) {
        Instant now = engine.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        Instant startsAt = request.startsAt == null ? now : request.startsAt.truncatedTo(ChronoUnit.MILLIS);
        if (startsAt.isBefore(now)) {
            throw Problem.malformed("/startsAt", "must not be in the past");
        }
        return new Plan(
                "p" + Ids.base32(ThreadLocalRandom.current().nextLong(), ID_CHARS),
                account.id(),
                request.creditsMicro == null ? 0 : request.creditsMicro,
                request.every == null ? Plan.Every.MONTH : request.every,
                startsAt,
                account.timeZone(),
                request.validDays,
                request.note == null ? "" : request.note,
                0,
                now);
    }

    private Mono<Answer> all(Call call) {
        return engine.tenancy()
                .account(call.principal(), call.segment(0), Need.READ)
                .flatMap(account -> engine.directory().plans(account.id()).collectList())
                .map(plans -> {
                    JsonOutput out = new JsonOutput(1024).open().openArray("items");
                    plans.forEach(plan -> write(out, plan));
                    return Answer.json(
                            200, out.closeArray().fieldOrNull("next", null).close());
                });
    }

    private Mono<Answer> end(Call call) {
        return engine.tenancy()
                .account(call.principal(), call.segment(0), Need.OPERATE)
                .flatMapMany(account -> engine.directory().plans(account.id()))
                .filter(plan -> plan.id().equals(call.segment(1)))
                .next()
                .switchIfEmpty(Mono.error(() -> Problem.of(ProblemType.NOT_FOUND)))
                .flatMap(plan -> engine.directory().deletePlan(plan))
                .then(Mono.fromSupplier(() -> Answer.empty(204)));
    }

    private static void write(JsonOutput out, Plan plan) {
        out.open()
                .field("id", plan.id())
                .field("account", plan.account())
                .credits("credits", plan.creditsMicro())
                .field("every", plan.every().name().toLowerCase(Locale.ROOT))
                .field("startsAt", plan.startsAt())
                .field("timeZone", plan.timeZone().getId())
                .field("validDays", plan.validDays())
                .field("note", plan.note())
                .field("given", plan.given())
                .field("nextAt", plan.nextAt())
                .field("createdAt", plan.createdAt())
                .close();
    }
}
