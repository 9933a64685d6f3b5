package io.farebox.api.account;

import io.farebox.api.access.Need;
import io.farebox.api.command.Engine;
import io.farebox.api.http.Answer;
import io.farebox.api.http.Call;
import io.farebox.api.http.Route;
import io.farebox.api.json.JsonOutput;
import io.farebox.charge.Ids;
import io.farebox.charge.Node;
import io.farebox.directory.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** The call that shows an account with its lists and all accounts below it. */
public final class Tree {
    /** The most accounts of one answer; where there are more, {@code truncated} says so. */
    private static final int ACCOUNTS_MAX = 5_000;

    private final Engine engine;

    private record Branch(Account account, Node node, List<Node> lists, List<Branch> children) {}

    public Tree(Engine engine) {
        this.engine = engine;
    }

    public List<Route> routes() {
        return List.of(Route.get("/v1/accounts/{account}/tree", this::show));
    }

    private Mono<Answer> show(Call call) {
        AtomicInteger left = new AtomicInteger(ACCOUNTS_MAX);
        return engine.tenancy()
                .account(call.principal(), call.segment(0), Need.READ)
                .flatMap(account -> branch(account, left))
                .map(branch -> {
                    JsonOutput out = new JsonOutput(4096).open();
                    write(out, branch);
                    return Answer.json(
                            200, out.field("truncated", left.get() < 0).close());
                });
    }

    private Mono<Branch> branch(Account account, AtomicInteger left) {
        Mono<Node> node = engine.balances()
                .nodes(Ids.partitionOf(account.id()), List.of(account.id()))
                .flatMap(nodes -> nodes.isEmpty() ? Mono.empty() : Mono.just(nodes.get(0)));
        // One account after the other: a large tree must not take the place of sends.
        return node.flatMap(found -> Lists.nodes(engine, account.id())
                .collectList()
                .flatMap(lists -> engine.directory()
                        .children(account.id())
                        .takeWhile(child -> left.decrementAndGet() >= 0)
                        .concatMap(child -> branch(child, left))
                        .collectList()
                        .map(children -> new Branch(account, found, lists, children))));
    }

    private static void write(JsonOutput out, Branch branch) {
        AccountAnswer.fields(out, branch.account, branch.node);
        AccountAnswer.counters(out.open("balance"), branch.node.balance());
        out.close().openArray("lists");
        branch.lists.forEach(list -> AccountAnswer.list(out, Ids.listOf(list.id()), list));
        out.closeArray().openArray("children");
        for (Branch child : new ArrayList<>(branch.children)) {
            write(out.open(), child);
            out.close();
        }
        out.closeArray();
    }
}
