package io.farebox.api.account;

import io.farebox.api.access.Need;
import io.farebox.api.access.Principal;
import io.farebox.api.access.Tenancy;
import io.farebox.api.command.Engine;
import io.farebox.api.command.Idempotency;
import io.farebox.api.command.Windows;
import io.farebox.api.http.Answer;
import io.farebox.api.http.Call;
import io.farebox.api.http.Problem;
import io.farebox.api.http.ProblemType;
import io.farebox.api.http.Route;
import io.farebox.charge.Command;
import io.farebox.charge.Funding;
import io.farebox.charge.Ids;
import io.farebox.charge.Node;
import io.farebox.charge.Once;
import io.farebox.charge.Outcome;
import io.farebox.charge.Window;
import io.farebox.directory.Account;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The calls that open, show, change, suspend and resume accounts. */
public final class Accounts {
    private final Engine engine;

    public Accounts(Engine engine) {
        this.engine = engine;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/v1/accounts", this::open),
                Route.get("/v1/accounts/{account}", this::show),
                Route.patch("/v1/accounts/{account}", this::change),
                Route.act("/v1/accounts/{account}/suspend", call -> suspend(call, true)),
                Route.act("/v1/accounts/{account}/resume", call -> suspend(call, false)));
    }

    private Mono<Answer> open(Call call) {
        Principal principal = call.principal();
        Once once = Idempotency.of(call);
        AccountRequest request = call.json(AccountRequest::readNew);
        if (request.parent == null) {
            Tenancy.operator(principal);
            return open(request, null, once);
        }
        return engine.tenancy()
                .account(principal, request.parent, Need.ADMINISTER)
                .flatMap(parent -> {
                    if (request.creditLimitMicro != null && request.creditLimitMicro > 0) {
                        // A tenant that could give credit limits below it would give itself credits.
                        Tenancy.operator(principal);
                    }
                    return open(request, parent, once);
                });
    }

    private Mono<Answer> open(AccountRequest request, @Nullable Account parent, @Nullable Once once) {
        int partition = parent == null ? partition(once) : Ids.partitionOf(parent.id());
        String id = Ids.account(partition, ThreadLocalRandom.current().nextLong());
        ZoneId zone = request.timeZone != null ? request.timeZone : parent == null ? ZoneOffset.UTC : parent.timeZone();
        return engine.charging()
                .charge(command(id, request, parent, zone, once))
                .flatMap(outcome -> {
                    boolean replayed = outcome instanceof Outcome.Replayed;
                    Outcome done = outcome instanceof Outcome.Replayed again ? again.original() : outcome;
                    String opened = ((Outcome.Done) done).node();
                    // A first try may have ended between the two stores: then the second one completes it.
                    return engine.directory()
                            .account(opened)
                            .switchIfEmpty(Mono.defer(() -> {
                                Account account = account(opened, request, parent, zone);
                                return engine.directory().putAccount(account).thenReturn(account);
                            }))
                            .flatMap(account -> answer(201, account))
                            .map(answer -> {
                                answer.with("Location", "/v1/accounts/" + opened);
                                return replayed ? answer.with(Idempotency.REPLAYED, "true") : answer;
                            });
                });
    }

    /** The same promise must come to the same partition, which is where it is remembered. */
    private int partition(@Nullable Once once) {
        return once == null
                ? ThreadLocalRandom.current().nextInt(engine.partitions())
                : (int) Long.remainderUnsigned(Idempotency.bits(once), engine.partitions());
    }

    private Command.OpenAccount command(
            String id, AccountRequest request, @Nullable Account parent, ZoneId zone, @Nullable Once once) {
        Funding funding = parent == null || request.funding == Funding.OWN ? Funding.OWN : Funding.SHARED;
        Limit quota = request.quota;
        Window window = quota == null
                ? Window.TOTAL
                : Windows.at(quota.kind, zone, engine.clock().millis());
        return new Command.OpenAccount(
                id,
                parent == null ? null : parent.id(),
                funding,
                quota == null ? Node.UNLIMITED : quota.micro,
                window,
                request.creditLimitMicro == null ? 0 : request.creditLimitMicro,
                once);
    }

    private Account account(String id, AccountRequest request, @Nullable Account parent, ZoneId zone) {
        List<String> path = new ArrayList<>(parent == null ? List.of() : parent.path());
        path.add(id);
        String policy = parent == null ? "separate" : parent.expiryPolicy();
        return new Account(
                id,
                List.copyOf(path),
                request.name == null ? "" : request.name,
                zone,
                request.expiryPolicy == null ? policy : request.expiryPolicy,
                request.billing == null ? Map.of() : request.billing,
                engine.clock().instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private Mono<Answer> show(Call call) {
        return engine.tenancy()
                .account(call.principal(), call.segment(0), Need.READ)
                .flatMap(account -> answer(200, account));
    }

    private Mono<Answer> change(Call call) {
        return engine.tenancy()
                .account(call.principal(), call.segment(0), Need.ADMINISTER)
                .flatMap(account -> {
                    AccountRequest request = call.json(AccountRequest::readChange);
                    Account changed = new Account(
                            account.id(),
                            account.path(),
                            request.name == null ? account.name() : request.name,
                            request.timeZone == null ? account.timeZone() : request.timeZone,
                            account.expiryPolicy(),
                            request.billing == null ? account.billing() : request.billing,
                            account.createdAt());
                    return engine.directory()
                            .putAccount(changed)
                            .doOnSuccess(done -> engine.keys().forgetAll())
                            .then(Mono.defer(() -> answer(200, changed)));
                });
    }

    /** Not its own administrator's: what the operator stopped, the customer cannot start again. */
    private Mono<Answer> suspend(Call call, boolean suspended) {
        return engine.tenancy()
                .account(call.principal(), call.segment(0), Need.ADMINISTER_FROM_ABOVE)
                .flatMap(account -> engine.charging()
                        .charge(new Command.Suspend(account.id(), suspended))
                        .then(Mono.defer(() -> answer(200, account))));
    }

    private Mono<Answer> answer(int status, Account account) {
        return node(engine, account).map(node -> Answer.json(status, AccountAnswer.of(account, node)));
    }

    /** The node of an account; the directory may know one that was never opened, which counts as not there. */
    static Mono<Node> node(Engine engine, Account account) {
        return engine.balances()
                .nodes(Ids.partitionOf(account.id()), List.of(account.id()))
                .flatMap(nodes -> nodes.isEmpty() ? Mono.empty() : Mono.just(nodes.get(0)))
                .switchIfEmpty(Mono.error(() -> Problem.of(ProblemType.NOT_FOUND)));
    }
}
