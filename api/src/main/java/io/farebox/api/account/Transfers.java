package io.farebox.api.account;

import io.farebox.api.access.Need;
import io.farebox.api.command.Engine;
import io.farebox.api.command.Idempotency;
import io.farebox.api.command.Refusals;
import io.farebox.api.http.Answer;
import io.farebox.api.http.Call;
import io.farebox.api.http.Route;
import io.farebox.api.json.JsonInput;
import io.farebox.api.json.JsonOutput;
import io.farebox.charge.Command;
import io.farebox.charge.Credits;
import io.farebox.charge.Ids;
import io.farebox.charge.Once;
import io.farebox.charge.Outcome;
import io.farebox.charge.Refusal;
import io.farebox.directory.Account;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The calls that move credits between accounts of one customer, and that correct what an account has. */
public final class Transfers {
    private static final int ID_CHARS = 10;
    private static final int NOTE_MAX_CHARS = 500;
    private static final int ACCOUNT_MAX_CHARS = 64;

    private final Engine engine;

    public Transfers(Engine engine) {
        this.engine = engine;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/v1/accounts/{account}/transfers", this::transfer),
                Route.post("/v1/accounts/{account}/adjustments", this::adjust));
    }

    private static final class Request {
        @Nullable
        String to;

        @Nullable
        Long creditsMicro;

        @Nullable
        Instant expiresAt;

        @Nullable
        String note;

        static Request transfer(JsonInput in) throws IOException {
            Request request = new Request();
            in.object(name -> {
                switch (name) {
                    case "to" -> request.to = in.line(1, ACCOUNT_MAX_CHARS);
                    case "credits" -> request.creditsMicro = in.credits(1, Credits.MAX_MICRO);
                    case "note" -> request.note = in.line(0, NOTE_MAX_CHARS);
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            in.require("/to", request.to);
            in.require("/credits", request.creditsMicro);
            return request;
        }

        static Request adjustment(JsonInput in) throws IOException {
            Request request = new Request();
            in.object(name -> {
                switch (name) {
                    case "credits" -> request.creditsMicro = in.credits(-Credits.MAX_MICRO, Credits.MAX_MICRO);
                    case "expiresAt" -> request.expiresAt = in.instant();
                    case "note" -> request.note = in.line(1, NOTE_MAX_CHARS);
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            in.require("/credits", request.creditsMicro);
            in.require("/note", request.note);
            if (request.creditsMicro != null && request.creditsMicro == 0) {
                in.fault("/credits", "must not be 0");
            }
            return request;
        }

        long micro() {
            return creditsMicro == null ? 0 : creditsMicro;
        }

        String noteOrEmpty() {
            return note == null ? "" : note;
        }
    }

    /** Both accounts must be there for the caller; a subaccount's administrator does not see the one above. */
    private Mono<Answer> transfer(Call call) {
        return engine.tenancy()
                .account(call.principal(), call.segment(0), Need.ADMINISTER)
                .flatMap(from -> {
                    Once once = Idempotency.of(call);
                    Request request = call.json(Request::transfer);
                    return engine.tenancy()
                            .account(call.principal(), request.to == null ? "" : request.to, Need.ADMINISTER)
                            .flatMap(to -> transfer(from, to, request, once));
                });
    }

    private Mono<Answer> transfer(Account from, Account to, Request request, @Nullable Once once) {
        if (!from.root().equals(to.root())) {
            // Another customer's account may be of another partition, where nothing is known of this one.
            throw Refusals.problem(new Refusal(Refusal.Reason.UNRELATED, to.id(), 0, 0));
        }
        return engine.charging()
                .charge(new Command.Transfer(from.id(), to.id(), request.micro(), request.noteOrEmpty(), once))
                .map(outcome -> {
                    JsonOutput out = new JsonOutput(512).open();
                    out.field("from", from.id())
                            .field("to", to.id())
                            .credits("credits", request.micro())
                            .field("note", request.note);
                    return answer(out, outcome);
                });
    }

    private Mono<Answer> adjust(Call call) {
        return engine.tenancy()
                .account(call.principal(), call.segment(0), Need.OPERATE)
                .flatMap(account -> {
                    Once once = Idempotency.of(call);
                    Request request = call.json(Request::adjustment);
                    long bits = once == null ? ThreadLocalRandom.current().nextLong() : Idempotency.bits(once);
                    Command.Adjust command = new Command.Adjust(
                            account.id(),
                            "c" + Ids.base32(bits, ID_CHARS),
                            request.micro(),
                            Expiry.ms(request.expiresAt, engine.clock()),
                            request.noteOrEmpty(),
                            once);
                    return engine.charging().charge(command).map(outcome -> {
                        JsonOutput out = new JsonOutput(512).open();
                        out.field("id", command.adjustment())
                                .field("account", account.id())
                                .credits("credits", request.micro())
                                .field("note", request.note);
                        return answer(out, outcome);
                    });
                });
    }

    private static Answer answer(JsonOutput out, Outcome outcome) {
        Outcome.Done done = (Outcome.Done) Idempotency.original(outcome);
        AccountAnswer.counters(out.open("balance"), done.balance());
        return Idempotency.marked(Answer.json(201, out.close().close()), outcome);
    }
}
