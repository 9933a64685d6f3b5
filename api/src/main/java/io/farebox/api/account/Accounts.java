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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The calls that open, show, change, suspend and resume accounts. */
public final class Accounts {
    /** By its name in the IANA database, which is how it is answered. */
    private static final ZoneId UTC = ZoneId.of("UTC");

    private final Engine engine;

    public Accounts(Engine engine) {
        this.engine = engine;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/v1/accounts", this::open),
                Route.get("/v1/accounts/{account}", this::show),
                Route.patch("/v1/accounts/{account}", this::change),
                Route.delete("/v1/accounts/{account}", this::close),
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
        ZoneId zone = request.timeZone != null ? request.timeZone : parent == null ? UTC : parent.timeZone();
        return engine.charging()
                .charge(command(id, request, parent, zone, once))
                .flatMap(outcome -> {
                    String opened = ((Outcome.Done) Idempotency.original(outcome)).node();
                    // A first try may have ended between the two stores: then the second one completes it.
                    return engine.directory()
                            .account(opened)
                            .switchIfEmpty(Mono.defer(() -> {
                                Account account = account(opened, request, parent, zone);
                                return engine.directory().putAccount(account).thenReturn(account);
                            }))
                            .flatMap(account -> answer(201, account))
                            .map(answer ->
                                    Idempotency.marked(answer.with("Location", "/v1/accounts/" + opened), outcome));
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
                request.emails == null ? Map.of() : request.emails,
                request.labels == null ? List.of() : request.labels,
                engine.clock().instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private Mono<Answer> show(Call call) {
        return engine.tenancy()
                .account(call.principal(), call.segment(0), Need.READ)
                .flatMap(account -> answer(200, account));
    }

    private Mono<Answer> change(Call call) {
        Principal principal = call.principal();
        return engine.tenancy()
                .account(principal, call.segment(0), Need.ADMINISTER)
                .flatMap(account -> {
                    AccountRequest request = call.json(AccountRequest::readChange);
                    check(principal, account, request);
                    return fund(account, request)
                            .then(Mono.defer(() -> topUp(account, request)))
                            .then(Mono.defer(() -> describe(account, request)));
                });
    }

    /** What an account may spend is not for its own administrator to say. */
    private static void check(Principal principal, Account account, AccountRequest request) {
        if (request.changesFunding() || request.autoTopUp != null) {
            Tenancy.check(principal, account, Need.ADMINISTER_FROM_ABOVE);
        }
        if (request.creditLimitMicro != null && request.creditLimitMicro > 0) {
            Tenancy.operator(principal);
        }
        if (request.expiryPolicy != null && account.level() > 0) {
            throw Problem.malformed("/expiryPolicy", "is the root account's alone");
        }
    }

    private Mono<Void> fund(Account account, AccountRequest request) {
        if (!request.changesFunding()) {
            return Mono.empty();
        }
        return node(engine, account)
                .flatMap(node -> engine.charging().charge(funding(account, node, request)))
                .then();
    }

    /** What the request leaves open stays; an account that is said to share has no quota but the one that it says. */
    private Command.SetFunding funding(Account account, Node node, AccountRequest request) {
        Funding funding = request.funding == null ? node.funding() : request.funding;
        boolean shared = funding == Funding.SHARED;
        if (request.quota != null && !shared) {
            throw Problem.malformed("/quota", "only an account that shares its parent's credits has a quota");
        }
        if (request.creditLimitMicro != null && request.creditLimitMicro > 0 && shared) {
            throw Problem.malformed("/creditLimit", "only an account with credits of its own has a credit limit");
        }
        Limit quota = request.quota;
        if (quota != null) {
            Window window =
                    Windows.at(quota.kind, account.timeZone(), engine.clock().millis());
            return new Command.SetFunding(account.id(), funding, quota.micro, window, 0);
        }
        long creditLimitMicro = request.creditLimitMicro == null ? node.creditLimitMicro() : request.creditLimitMicro;
        boolean keepsQuota = shared && request.funding == null;
        return new Command.SetFunding(
                account.id(),
                funding,
                keepsQuota ? node.limitMicro() : Node.UNLIMITED,
                keepsQuota ? node.window() : Window.TOTAL,
                shared ? 0 : creditLimitMicro);
    }

    private Mono<Void> topUp(Account account, AccountRequest request) {
        Node.TopUp topUp = request.autoTopUp;
        return topUp == null
                ? Mono.empty()
                : engine.charging()
                        .charge(new Command.SetTopUp(account.id(), topUp.belowMicro(), topUp.creditsMicro()))
                        .then();
    }

    private Mono<Answer> describe(Account account, AccountRequest request) {
        Account changed = new Account(
                account.id(),
                account.path(),
                request.name == null ? account.name() : request.name,
                request.timeZone == null ? account.timeZone() : request.timeZone,
                request.expiryPolicy == null ? account.expiryPolicy() : request.expiryPolicy,
                request.billing == null ? account.billing() : request.billing,
                request.emails == null ? account.emails() : request.emails,
                request.labels == null ? account.labels() : request.labels,
                account.createdAt());
        Mono<Void> put = changed.equals(account)
                ? Mono.empty()
                : engine.directory()
                        .putAccount(changed)
                        .doOnSuccess(done -> engine.keys().forgetAll());
        return put.then(Mono.defer(() -> answer(200, changed)));
    }

    private Mono<Answer> close(Call call) {
        return engine.tenancy()
                .account(call.principal(), call.segment(0), Need.ADMINISTER_FROM_ABOVE)
                .flatMap(account -> engine.charging()
                        .charge(new Command.CloseAccount(account.id()))
                        .then(Mono.defer(() -> endPlans(account))))
                .then(Mono.fromSupplier(() -> Answer.empty(204)));
    }

    /** What a closed account can be given no more. */
    private Mono<Void> endPlans(Account account) {
        return engine.directory()
                .plans(account.id())
                .concatMap(engine.directory()::deletePlan)
                .then();
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
