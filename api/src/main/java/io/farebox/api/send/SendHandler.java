package io.farebox.api.send;

import io.farebox.api.access.Need;
import io.farebox.api.access.Principal;
import io.farebox.api.access.Tenancy;
import io.farebox.api.command.Charging;
import io.farebox.api.command.Engine;
import io.farebox.api.command.Idempotency;
import io.farebox.api.command.LoopLag;
import io.farebox.api.command.RateLimit;
import io.farebox.api.http.Answer;
import io.farebox.api.http.Call;
import io.farebox.api.http.Handler;
import io.farebox.api.http.Problem;
import io.farebox.api.http.ProblemType;
import io.farebox.charge.Command;
import io.farebox.charge.Ids;
import io.farebox.charge.Once;
import io.farebox.charge.Order;
import io.farebox.charge.Outcome;
import io.farebox.charge.Terms;
import io.farebox.directory.Account;
import io.farebox.directory.Directory;
import io.farebox.directory.Policy;
import io.farebox.rating.PriceBook;
import io.farebox.rating.Rated;
import io.farebox.rating.Rater;
import io.farebox.rating.Rating;
import io.farebox.rating.Refusal;
import io.farebox.rating.Unratable;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** POST /v1/sends: prices a send and holds its credits, or says what that would come to. */
public final class SendHandler implements Handler {
    private static final Set<String> PARAMETERS = Set.of("dryRun");
    /** How far ahead a send may be scheduled: its credits are held until then. */
    private static final Duration SCHEDULE_MAX = Duration.ofDays(366);

    private static final Policy NO_CONNECTION = Policy.DEFAULT;

    private final Tenancy tenancy;
    private final Directory directory;
    private final PriceBooks books;
    private final Rater rater;
    private final Charging charging;
    private final RateLimit rateLimit;
    private final LoopLag lag;
    private final DryRun dryRun;
    private final SendAnswer answers;
    private final Clock clock;
    private final int recipientsMax;

    /** How a send goes out: what settles it, and the name that the history keeps. */
    private record Carriage(String connection, Policy policy) {}

    /** A send that is ready to be held. */
    private record Ready(SendRequest request, String leaf, Order order, Terms terms) {}

    public SendHandler(Engine engine, Rates rates, DryRun dryRun, int recipientsMax) {
        this.tenancy = engine.tenancy();
        this.directory = engine.directory();
        this.rateLimit = engine.rateLimit();
        this.lag = engine.lag();
        this.books = rates.books();
        this.rater = rates.rater();
        this.answers = new SendAnswer(rates.destinations());
        this.charging = engine.charging();
        this.dryRun = dryRun;
        this.clock = engine.clock();
        this.recipientsMax = recipientsMax;
    }

    @Override
    public Mono<Answer> handle(Call call) {
        lag.refuseIfLate();
        boolean dry = isDryRun(call);
        Principal principal = call.principal();
        Once once = Idempotency.of(call);
        SendRequest request = call.json(in -> SendRequest.read(in, recipientsMax));
        String named = request.accountOr(principal.accountId());
        Account own = principal.account();
        if (own != null && own.id().equals(named) && request.connection == null) {
            Tenancy.check(principal, own, Need.SEND);
            PriceBook book = books.peek(own);
            if (book != null) {
                return send(call, request, own, book, new Carriage("", NO_CONNECTION), once, dry);
            }
        }
        return tenancy.account(principal, named, Need.SEND)
                .flatMap(account -> Mono.zip(books.of(account), carriage(request, account))
                        .flatMap(found -> send(call, request, account, found.getT1(), found.getT2(), once, dry)));
    }

    private static boolean isDryRun(Call call) {
        if (call.hasNoQuery()) {
            return false;
        }
        call.knowsOnly(PARAMETERS);
        String value = call.query("dryRun");
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw Problem.malformed("dryRun", "must be true or false");
    }

    /** A connection of another tenant is not there, as little as one that nobody has. */
    private Mono<Carriage> carriage(SendRequest request, Account account) {
        if (request.connection == null) {
            return Mono.just(new Carriage("", NO_CONNECTION));
        }
        return directory
                .connection(request.connection)
                .filter(c -> c.account().isEmpty() || c.account().equals(account.root()))
                .map(c -> new Carriage(c.name(), c.policy()))
                .switchIfEmpty(Mono.error(() -> Problem.of(ProblemType.NOT_FOUND, "There is no such connection.")));
    }

    private Mono<Answer> send(
            Call call,
            SendRequest request,
            Account account,
            PriceBook book,
            Carriage carriage,
            @Nullable Once once,
            boolean dry) {
        RateLimit.Left left = rateLimit.take(account.root(), request.to.size());
        Rating rating = rate(request, book);
        Order order = Orders.of(request, rating, call.principal().keyId(), carriage.connection);
        String leaf = request.list == null
                ? account.id()
                : Ids.list(account.id(), Normalizer.normalize(request.list, Normalizer.Form.NFC));
        Ready ready = new Ready(request, leaf, order, terms(request, order, carriage.policy));
        boolean minimal = prefersMinimal(call);
        return (dry ? tried(ready, account, minimal) : held(ready, account.root(), once, minimal)).map(left::in);
    }

    /** The deadline of a scheduled send counts from its time. */
    private Terms terms(SendRequest request, Order order, Policy policy) {
        long nowMs = clock.millis();
        Instant scheduled = request.scheduleAt;
        if (scheduled == null) {
            return policy.terms(nowMs, 0, request.channel.json(), order.classes());
        }
        long atMs = scheduled.toEpochMilli();
        if (atMs <= nowMs || atMs > nowMs + SCHEDULE_MAX.toMillis()) {
            throw Problem.malformed(
                    "/scheduleAt", "must be in the future, and within " + SCHEDULE_MAX.toDays() + " days");
        }
        return policy.terms(atMs, atMs, request.channel.json(), order.classes());
    }

    private Rating rate(SendRequest request, PriceBook book) {
        Rated rated = rater.rate(book, request.channel, request.segments, request.to);
        if (rated instanceof Unratable unratable) {
            throw Problem.malformed("/to", unratable.detail());
        }
        Rating rating = (Rating) rated;
        if (rating.accepted() == 0) {
            throw unroutable(rating);
        }
        return rating;
    }

    private static Problem unroutable(Rating rating) {
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < rating.size(); i++) {
            Refusal refusal = rating.refusal(i);
            if (refusal != null) {
                counts.merge(refusal.reason(), 1, Integer::sum);
            }
        }
        return Problem.of(ProblemType.UNROUTABLE, "Of the recipients, by reason: " + counts + ".");
    }

    private Mono<Answer> tried(Ready ready, Account account, boolean minimal) {
        return dryRun.reserve(account, command(ready, "", null))
                .map(tried -> Answer.json(200, answers.tried(ready.request.to, ready.order, tried, minimal)));
    }

    private Mono<Answer> held(Ready ready, String root, @Nullable Once once, boolean minimal) {
        String record = charging.newRecord(Ids.partitionOf(root), ready.order.count());
        return charging.reserve(root, command(ready, record, once)).map(outcome -> answer(ready, outcome, minimal));
    }

    private static Command.Reserve command(Ready ready, String record, @Nullable Once once) {
        return new Command.Reserve(record, 0, ready.leaf, ready.order, ready.terms, ready.request.partial, once);
    }

    private Answer answer(Ready ready, Outcome outcome, boolean minimal) {
        if (outcome instanceof Outcome.Reserved reserved) {
            return created(ready, ready.order, reserved, minimal);
        }
        if (outcome instanceof Outcome.Replayed replayed
                && replayed.original() instanceof Outcome.Reserved first
                && replayed.order() != null) {
            return created(ready, replayed.order(), first, minimal).with(Idempotency.REPLAYED, "true");
        }
        throw new IllegalStateException("a reserve came to " + outcome.getClass());
    }

    private Answer created(Ready ready, Order order, Outcome.Reserved reserved, boolean minimal) {
        String id = Ids.send(reserved.record(), reserved.slot());
        String status = ready.terms.scheduledMs() == 0 ? "reserved" : "scheduled";
        Answer answer = Answer.json(201, answers.held(id, status, ready.request.to, order, reserved, minimal))
                .with("Location", "/v1/sends/" + id);
        return minimal ? answer.with("Preference-Applied", "return=minimal") : answer;
    }

    private static boolean prefersMinimal(Call call) {
        if (call.header("Prefer") == null) {
            return false;
        }
        List<String> all = call.headers().getAll("Prefer");
        return all.stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .anyMatch(value ->
                        value.trim().toLowerCase(Locale.ROOT).replace("\"", "").equals("return=minimal"));
    }
}
