package io.farebox.api.account;

import io.farebox.api.access.Need;
import io.farebox.api.command.Engine;
import io.farebox.api.command.Idempotency;
import io.farebox.api.http.Answer;
import io.farebox.api.http.Call;
import io.farebox.api.http.Route;
import io.farebox.api.json.JsonInput;
import io.farebox.api.json.JsonOutput;
import io.farebox.charge.Balance;
import io.farebox.charge.Command;
import io.farebox.charge.Credits;
import io.farebox.charge.Ids;
import io.farebox.charge.Lot;
import io.farebox.charge.Once;
import io.farebox.charge.Outcome;
import io.farebox.directory.Account;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The call by which the operator gives an account credits. */
public final class Grants {
    private static final int ID_CHARS = 10;
    private static final int REFERENCE_MAX_CHARS = 128;
    private static final int NOTE_MAX_CHARS = 500;

    private final Engine engine;

    public Grants(Engine engine) {
        this.engine = engine;
    }

    public List<Route> routes() {
        return List.of(Route.post("/v1/accounts/{account}/grants", this::grant));
    }

    private static final class Request {
        @Nullable
        Long creditsMicro;

        @Nullable
        Instant expiresAt;

        @Nullable
        String reference;

        @Nullable
        String note;

        static Request read(JsonInput in) throws IOException {
            Request request = new Request();
            in.object(name -> {
                switch (name) {
                    case "credits" -> request.creditsMicro = in.credits(1, Credits.MAX_MICRO);
                    case "expiresAt" -> request.expiresAt = in.instant();
                    case "reference" -> request.reference = in.line(0, REFERENCE_MAX_CHARS);
                    case "note" -> request.note = in.line(0, NOTE_MAX_CHARS);
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            in.require("/credits", request.creditsMicro);
            return request;
        }
    }

    private Mono<Answer> grant(Call call) {
        return engine.tenancy()
                .account(call.principal(), call.segment(0), Need.OPERATE)
                .flatMap(account -> {
                    Once once = Idempotency.of(call);
                    Request request = call.json(Request::read);
                    long creditsMicro = request.creditsMicro == null ? 0 : request.creditsMicro;
                    long bits = once == null ? ThreadLocalRandom.current().nextLong() : Idempotency.bits(once);
                    return extending(account)
                            .map(extend -> new Command.Grant(
                                    account.id(),
                                    "g" + Ids.base32(bits, ID_CHARS),
                                    creditsMicro,
                                    Expiry.ms(request.expiresAt, engine.clock()),
                                    extend,
                                    orEmpty(request.reference),
                                    orEmpty(request.note),
                                    once))
                            .flatMap(command -> engine.charging()
                                    .charge(command)
                                    .flatMap(outcome -> answer(account, command, request, outcome)));
                });
    }

    /** Whether the root account has chosen that a purchase extends what is still held. */
    private Mono<Boolean> extending(Account account) {
        Mono<Account> root = account.level() == 0
                ? Mono.just(account)
                : engine.directory().account(account.root()).defaultIfEmpty(account);
        return root.map(found -> found.expiryPolicy().equals(Account.EXTEND));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** A repeated answer says when the credits expire that were given the first time. */
    private Mono<Answer> answer(Account account, Command.Grant command, Request request, Outcome outcome) {
        if (outcome instanceof Outcome.Replayed replayed) {
            Balance balance = ((Outcome.Done) replayed.original()).balance();
            return engine.balances()
                    .pool(account.id())
                    .map(pool -> pool.lots().stream()
                            .filter(lot -> lot.grant().equals(command.grant()))
                            .mapToLong(Lot::expiresAtMs)
                            .findFirst()
                            .orElse(command.expiresAtMs()))
                    .map(expiresAtMs -> Answer.json(201, body(account, command, request, expiresAtMs, balance))
                            .with(Idempotency.REPLAYED, "true"));
        }
        Balance balance = ((Outcome.Done) outcome).balance();
        return Mono.just(Answer.json(201, body(account, command, request, command.expiresAtMs(), balance)));
    }

    private static JsonOutput body(
            Account account, Command.Grant command, Request request, long expiresAtMs, Balance balance) {
        JsonOutput out = new JsonOutput(512).open();
        out.field("id", command.grant())
                .field("account", account.id())
                .credits("credits", command.creditsMicro())
                .field("expiresAt", Instant.ofEpochMilli(expiresAtMs))
                .field("reference", request.reference)
                .field("note", request.note);
        AccountAnswer.counters(out.open("balance"), balance);
        return out.close().close();
    }
}
