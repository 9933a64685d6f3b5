package io.farebox.api.account;

import io.farebox.api.access.Need;
import io.farebox.api.command.Engine;
import io.farebox.api.command.Windows;
import io.farebox.api.http.Answer;
import io.farebox.api.http.Call;
import io.farebox.api.http.Problem;
import io.farebox.api.http.ProblemType;
import io.farebox.api.http.Route;
import io.farebox.api.json.JsonInput;
import io.farebox.api.json.JsonOutput;
import io.farebox.charge.Command;
import io.farebox.charge.Credits;
import io.farebox.charge.Funding;
import io.farebox.charge.Ids;
import io.farebox.charge.Node;
import io.farebox.charge.Window;
import io.farebox.directory.Account;
import java.io.IOException;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The calls that put, show and close an account's lists. Putting a list again changes its funding or moves credits. */
public final class Lists {
    /** Letters of any script, digits, and marks between them: a name is shown, typed and put into paths. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}][\\p{L}\\p{M}\\p{N} ._~@+-]{0,63}");

    static final int NODES_PER_READ = 500;
    private static final Map<String, Funding> FUNDINGS =
            Map.of("free", Funding.FREE, "capped", Funding.CAPPED, "assigned", Funding.ASSIGNED);

    private final Engine engine;

    public Lists(Engine engine) {
        this.engine = engine;
    }

    public List<Route> routes() {
        return List.of(
                Route.put("/v1/accounts/{account}/lists/{list}", this::put),
                Route.get("/v1/accounts/{account}/lists/{list}", this::show),
                Route.delete("/v1/accounts/{account}/lists/{list}", this::close),
                Route.get("/v1/accounts/{account}/lists", this::all));
    }

    private static final class Request {
        @Nullable
        Funding funding;

        @Nullable
        Long creditsMicro;

        Window.@Nullable Kind window;

        static Request read(JsonInput in) throws IOException {
            Request request = new Request();
            in.object(name -> {
                switch (name) {
                    case "funding" -> request.funding = in.oneOf(FUNDINGS);
                    case "credits" -> request.creditsMicro = in.credits(0, Credits.MAX_MICRO);
                    case "window" -> request.window = in.oneOf(Windows.KINDS);
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            in.require("/funding", request.funding);
            if (request.funding == Funding.FREE && request.creditsMicro != null) {
                in.fault("/credits", "a free list has none; say capped or assigned");
            } else if (request.funding != null && request.funding != Funding.FREE) {
                in.require("/credits", request.creditsMicro);
            }
            if (request.window != null && request.funding != Funding.CAPPED) {
                in.fault("/window", "only a cap has a window");
            }
            return request;
        }

        Command.PutList command(String list, Account account, long nowMs) {
            Funding kind = funding == null ? Funding.FREE : funding;
            long micro = creditsMicro == null ? 0 : creditsMicro;
            Window at = window == null ? Window.TOTAL : Windows.at(window, account.timeZone(), nowMs);
            boolean capped = kind == Funding.CAPPED;
            return new Command.PutList(
                    list, kind, capped ? micro : Node.UNLIMITED, at, kind == Funding.ASSIGNED ? micro : 0);
        }
    }

    private Mono<Answer> put(Call call) {
        return account(call, Need.ADMINISTER).flatMap(account -> {
            String name = name(call);
            Request request = call.json(Request::read);
            Command.PutList command = request.command(
                    Ids.list(account.id(), name), account, engine.clock().millis());
            return engine.charging()
                    .charge(command)
                    .then(Mono.defer(() -> engine.directory().putList(account.id(), name)))
                    .then(Mono.defer(() -> answer(account, name)));
        });
    }

    private Mono<Answer> show(Call call) {
        return account(call, Need.READ).flatMap(account -> answer(account, normal(call.segment(1))));
    }

    private Mono<Answer> close(Call call) {
        return account(call, Need.ADMINISTER).flatMap(account -> {
            String name = normal(call.segment(1));
            return engine.charging()
                    .charge(new Command.CloseList(Ids.list(account.id(), name)))
                    .then(Mono.defer(() -> engine.directory().deleteList(account.id(), name)))
                    .then(Mono.fromSupplier(() -> Answer.empty(204)));
        });
    }

    private Mono<Answer> all(Call call) {
        return account(call, Need.READ)
                .flatMap(account -> nodes(engine, account.id()).collectList())
                .map(nodes -> {
                    JsonOutput out = new JsonOutput(1024).open().openArray("items");
                    nodes.forEach(node -> AccountAnswer.list(out, Ids.listOf(node.id()), node));
                    return Answer.json(
                            200, out.closeArray().fieldOrNull("next", null).close());
                });
    }

    /** The open lists of an account, in the order of their names. */
    static Flux<Node> nodes(Engine engine, String account) {
        return engine.directory()
                .lists(account)
                .map(name -> Ids.list(account, name))
                .buffer(NODES_PER_READ)
                .concatMap(ids -> engine.balances().nodes(Ids.partitionOf(account), ids))
                .concatMapIterable(nodes -> nodes)
                .filter(node -> node.status() != Node.Status.CLOSED);
    }

    private Mono<Answer> answer(Account account, String name) {
        return engine.balances()
                .nodes(Ids.partitionOf(account.id()), List.of(Ids.list(account.id(), name)))
                .map(nodes -> {
                    if (nodes.isEmpty() || nodes.get(0).status() == Node.Status.CLOSED) {
                        throw Problem.of(ProblemType.NOT_FOUND);
                    }
                    JsonOutput out = new JsonOutput(256);
                    AccountAnswer.list(out, name, nodes.get(0));
                    return Answer.json(200, out);
                });
    }

    private Mono<Account> account(Call call, Need need) {
        return engine.tenancy().account(call.principal(), call.segment(0), need);
    }

    private static String name(Call call) {
        String name = normal(call.segment(1));
        if (!NAME.matcher(name).matches()) {
            throw Problem.malformed(
                    "list", "must be 1 to 64 letters, digits, blanks and . _ ~ @ + -, the first a letter or digit");
        }
        return name;
    }

    /** Names that look the same are the same. */
    private static String normal(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }
}
