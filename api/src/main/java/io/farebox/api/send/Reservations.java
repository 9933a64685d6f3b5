package io.farebox.api.send;

import io.farebox.api.access.Need;
import io.farebox.api.access.Tenancy;
import io.farebox.api.command.Engine;
import io.farebox.api.command.Idempotency;
import io.farebox.api.command.RateLimit;
import io.farebox.api.http.Answer;
import io.farebox.api.http.Call;
import io.farebox.api.http.Problem;
import io.farebox.api.http.ProblemType;
import io.farebox.api.http.Route;
import io.farebox.api.json.Durations;
import io.farebox.api.json.JsonInput;
import io.farebox.api.json.JsonOutput;
import io.farebox.api.json.Malformed;
import io.farebox.charge.Balance;
import io.farebox.charge.Clause;
import io.farebox.charge.Command;
import io.farebox.charge.Credits;
import io.farebox.charge.Ids;
import io.farebox.charge.Once;
import io.farebox.charge.Order;
import io.farebox.charge.Outcome;
import io.farebox.charge.PriceClass;
import io.farebox.charge.Settlement;
import io.farebox.charge.Terms;
import io.farebox.directory.Account;
import io.farebox.ledger.Balances;
import io.farebox.ledger.History;
import io.farebox.ledger.Manifest;
import java.io.IOException;
import java.text.Normalizer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The calls for callers that price themselves: reserve an amount, then confirm as much of it as was used. */
public final class Reservations {
    private static final Duration DEADLINE = Duration.ofDays(3);
    private static final Duration DEADLINE_MIN = Duration.ofSeconds(1);
    private static final Duration DEADLINE_MAX = Duration.ofDays(30);
    private static final byte[] NO_BYTES = {};

    private final Engine engine;

    public Reservations(Engine engine) {
        this.engine = engine;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/v1/reservations", this::reserve),
                // Its body may be absent: then all of it is confirmed.
                new Route("POST", "/v1/reservations/{reservation}/confirm", Route.Body.ANY, true, this::confirm),
                Route.act("/v1/reservations/{reservation}/release", this::release));
    }

    private static final class Request {
        @Nullable
        String account;

        @Nullable
        String list;

        @Nullable
        Long creditsMicro;

        String reference = "";
        Duration deadline = DEADLINE;

        static Request read(JsonInput in) throws IOException {
            Request request = new Request();
            in.object(name -> {
                switch (name) {
                    case "account" -> request.account = in.line(1, SendRequest.RECIPIENT_MAX_CHARS);
                    case "list" -> request.list = in.line(1, SendRequest.RECIPIENT_MAX_CHARS);
                    case "credits" -> request.creditsMicro = in.credits(1, Credits.MAX_MICRO);
                    case "reference" -> {
                        String reference = in.line(0, SendRequest.REFERENCE_MAX_CHARS);
                        request.reference = reference == null ? "" : reference;
                    }
                    case "deadline" -> request.readDeadline(in);
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            in.require("/credits", request.creditsMicro);
            return request;
        }

        private void readDeadline(JsonInput in) throws IOException {
            Duration given = Durations.read(in, DEADLINE_MIN, DEADLINE_MAX);
            deadline = given == null ? deadline : given;
        }
    }

    private Mono<Answer> reserve(Call call) {
        Once once = Idempotency.of(call);
        Request request = call.json(Request::read);
        String named = request.account == null ? call.principal().accountId() : request.account;
        if (named.isEmpty()) {
            throw new Malformed("/account", "is required with a key that acts for no account");
        }
        return engine.tenancy().account(call.principal(), named, Need.SEND).flatMap(account -> {
            RateLimit.Left left = engine.rateLimit().take(account.root(), 1);
            return engine.charging()
                    .reserve(
                            account.root(),
                            command(request, account, call.principal().keyId(), once))
                    .map(outcome -> left.in(reserved(outcome)));
        });
    }

    /** An order of one message without a country and without segments, which no carrier reports on. */
    private Command.Reserve command(Request request, Account account, String sender, @Nullable Once once) {
        long micro = request.creditsMicro == null ? 0 : request.creditsMicro;
        String leaf = request.list == null
                ? account.id()
                : Ids.list(account.id(), Normalizer.normalize(request.list, Normalizer.Form.NFC));
        byte[] manifest = new Manifest(Manifest.RESERVATION, sender, "", request.reference, new long[] {0}).encode();
        Order order = new Order(1, List.of(new PriceClass("", 0, micro)), NO_BYTES, micro, "", manifest);
        long deadlineMs = engine.clock().millis() + request.deadline.toMillis();
        Terms terms = new Terms(new Clause(deadlineMs, Clause.OnDeadline.RELEASE, Clause.LateDelivery.IGNORE), 0);
        return new Command.Reserve("", 0, leaf, order, terms, false, once);
    }

    private static Answer reserved(Outcome outcome) {
        Outcome.Reserved reserved = (Outcome.Reserved) Idempotency.original(outcome);
        String id = "r" + Ids.send(reserved.record(), reserved.slot()).substring(1);
        JsonOutput out = new JsonOutput(256).open();
        out.field("id", id).field("status", "reserved").credits("credits", reserved.creditsMicro());
        Balance balance = reserved.balance();
        out.open("balance")
                .credits("available", balance.availableMicro())
                .credits("reserved", balance.reservedMicro())
                .credits("confirmed", balance.confirmedMicro())
                .close();
        return Idempotency.marked(Answer.json(201, out.close()).with("Location", "/v1/reservations/" + id), outcome);
    }

    private Mono<Answer> confirm(Call call) {
        return conclude(
                call, () -> call.body().length == 0 ? Command.Conclude.ALL : call.json(Reservations::creditsToConfirm));
    }

    private static long creditsToConfirm(JsonInput in) throws IOException {
        @Nullable Long[] micro = new Long[1];
        in.object(name -> {
            if (name.equals("credits")) {
                micro[0] = in.credits(0, Credits.MAX_MICRO);
                return true;
            }
            return false;
        });
        Long given = micro[0];
        return given == null ? Command.Conclude.ALL : given;
    }

    private Mono<Answer> release(Call call) {
        return conclude(call, () -> 0L);
    }

    private Mono<Answer> conclude(Call call, Supplier<Long> creditsMicro) {
        String id = call.segment(0);
        String send = id.isEmpty() ? "" : "s" + id.substring(1);
        Once once = Idempotency.of(call);
        if (!id.startsWith("r") || !Ids.isSend(send) || Ids.partitionOf(send) >= engine.partitions()) {
            return Mono.error(Problem.of(ProblemType.NOT_FOUND));
        }
        return owner(send)
                .filter(account -> Tenancy.sees(call.principal(), account))
                .switchIfEmpty(Mono.error(() -> Problem.of(ProblemType.NOT_FOUND)))
                .doOnNext(account -> Tenancy.check(call.principal(), account, Need.SEND))
                .flatMap(account -> engine.charging()
                        .charge(new Command.Conclude(Ids.recordOf(send), Ids.slotOf(send), creditsMicro.get(), once)))
                .map(outcome -> concluded(id, outcome));
    }

    /** Once it is long settled the archive alone knows whose it was. */
    private Mono<Account> owner(String send) {
        return engine.balances()
                .send(send)
                .map(Balances.SendState::leaf)
                .map(Ids::accountOf)
                .switchIfEmpty(Mono.defer(() -> engine.history()
                        .send(send)
                        .filter(line -> line.channel().equals(Manifest.RESERVATION))
                        .map(History.SendLine::account)))
                .flatMap(engine.directory()::account);
    }

    private static Answer concluded(String id, Outcome outcome) {
        Outcome original = Idempotency.original(outcome);
        if (original instanceof Outcome.Settled settled) {
            boolean confirmed = settled.settlement() == Settlement.CONFIRMED;
            JsonOutput out = new JsonOutput(128).open();
            out.field("id", id)
                    .field("status", confirmed ? "confirmed" : "released")
                    .credits("credits", settled.creditsMicro());
            return Idempotency.marked(Answer.json(200, out.close()), outcome);
        }
        if (original instanceof Outcome.Unchanged unchanged) {
            throw switch (unchanged.cause()) {
                case ALREADY_CONFIRMED -> Problem.of(ProblemType.ALREADY_SETTLED, "It was confirmed.");
                case ALREADY_RELEASED -> Problem.of(ProblemType.ALREADY_SETTLED, "It was released.");
                case UNKNOWN_MESSAGE, NOT_DUE, NOT_FINAL ->
                    Problem.of(ProblemType.ALREADY_SETTLED, "It was settled long ago.");
            };
        }
        throw new IllegalStateException("a conclusion came to " + original.getClass());
    }
}
