package io.farebox.api.account;

import io.farebox.api.access.Need;
import io.farebox.api.command.Engine;
import io.farebox.api.http.Answer;
import io.farebox.api.http.Call;
import io.farebox.api.http.Problem;
import io.farebox.api.http.ProblemType;
import io.farebox.api.http.Route;
import io.farebox.api.json.JsonOutput;
import io.farebox.charge.Ids;
import io.farebox.charge.Node;
import io.farebox.directory.Account;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The call that shows an account with its lists and all accounts below it: as a tree, or page by page.
 *
 * <p>Accounts come parents first, and below each in the order of their ids, so that a page can go on behind any account.
 */
public final class Tree {
    /** The most accounts of a tree in one answer; where there are more, {@code truncated} says so. */
    private static final int ACCOUNTS_MAX = 5_000;
    /** The most accounts of a page. */
    private static final int PAGE_MAX = 1_000;
    /** Accounts whose children are looked up at once, at each level. */
    private static final int BRANCHES_AT_ONCE = 2;
    /** Accounts whose lists are looked up at once. */
    private static final int LISTS_AT_ONCE = 16;

    private static final Set<String> PARAMETERS = Set.of("limit", "cursor");

    private final Engine engine;

    /** An account with what it has and its lists. */
    private record Branch(Account account, Node node, List<Node> lists) {}

    public Tree(Engine engine) {
        this.engine = engine;
    }

    public List<Route> routes() {
        return List.of(Route.get("/v1/accounts/{account}/tree", this::show));
    }

    private Mono<Answer> show(Call call) {
        return engine.tenancy()
                .account(call.principal(), call.segment(0), Need.READ)
                .flatMap(account -> {
                    call.knowsOnly(PARAMETERS);
                    String limit = call.query("limit");
                    String cursor = call.query("cursor");
                    return limit == null && cursor == null
                            ? whole(account)
                            : page(account, limit == null ? PAGE_MAX : limit(limit), cursor);
                });
    }

    private static int limit(String text) {
        if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > PAGE_MAX) {
            throw Problem.malformed("limit", "must be a number from 1 to " + PAGE_MAX);
        }
        return Integer.parseInt(text);
    }

    private Mono<Answer> whole(Account account) {
        return below(account).take(ACCOUNTS_MAX + 1L).collectList().flatMap(all -> {
            boolean truncated = all.size() > ACCOUNTS_MAX;
            return branches(truncated ? all.subList(0, ACCOUNTS_MAX) : all).map(branches -> {
                if (branches.isEmpty()) {
                    throw Problem.of(ProblemType.NOT_FOUND);
                }
                Map<String, List<Branch>> children = new HashMap<>();
                branches.forEach(branch -> children.computeIfAbsent(parent(branch.account), any -> new ArrayList<>())
                        .add(branch));
                JsonOutput out = new JsonOutput(1024 * branches.size()).open();
                write(out, branches.get(0), children);
                return Answer.json(200, out.field("truncated", truncated).close());
            });
        });
    }

    private Mono<Answer> page(Account account, int limit, @Nullable String cursor) {
        Flux<Account> accounts = cursor == null ? below(account) : after(account, cursor);
        return accounts.take(limit + 1L).collectList().flatMap(all -> {
            List<Account> shown = all.size() > limit ? all.subList(0, limit) : all;
            return branches(shown).map(branches -> {
                JsonOutput out =
                        new JsonOutput(1024 * (1 + branches.size())).open().openArray("items");
                for (Branch branch : branches) {
                    fields(out.open(), branch);
                    out.close();
                }
                String next = all.size() > limit ? shown.get(limit - 1).id() : null;
                return Answer.json(
                        200, out.closeArray().fieldOrNull("next", next).close());
            });
        });
    }

    private static String parent(Account account) {
        return account.level() == 0 ? "" : account.path().get(account.level() - 1);
    }

    /** An account and all below it. */
    private Flux<Account> below(Account account) {
        return Flux.concat(
                Flux.just(account),
                engine.directory().children(account.id()).flatMapSequential(this::below, BRANCHES_AT_ONCE, 1));
    }

    /** What comes behind an account below another one: first what is below it, then what is beside it and above. */
    private Flux<Account> after(Account top, String cursor) {
        return engine.directory()
                .account(cursor)
                .filter(last -> last.isWithin(top.id()))
                .switchIfEmpty(Mono.error(() -> Problem.malformed("cursor", "is not one of this tree")))
                .flatMapMany(last -> {
                    List<String> path = last.path();
                    Flux<Account> rest = below(last).skip(1);
                    for (int level = last.level(); level > top.level(); level--) {
                        String passed = path.get(level);
                        rest = rest.concatWith(engine.directory()
                                .children(path.get(level - 1))
                                .filter(child -> child.id().compareTo(passed) > 0)
                                .concatMap(this::below, 1));
                    }
                    return rest;
                });
    }

    /** What is in the directory and was never opened is left out. */
    private Mono<List<Branch>> branches(List<Account> accounts) {
        if (accounts.isEmpty()) {
            return Mono.just(List.of());
        }
        Mono<Map<String, Node>> nodes = Flux.fromIterable(accounts)
                .map(Account::id)
                .buffer(Lists.NODES_PER_READ)
                .concatMap(ids -> engine.balances().nodes(Ids.partitionOf(ids.get(0)), ids))
                .concatMapIterable(found -> found)
                .collectMap(Node::id);
        return nodes.flatMap(found -> Flux.fromIterable(accounts)
                .filter(account -> found.containsKey(account.id()))
                .flatMapSequential(
                        account -> Lists.nodes(engine, account.id())
                                .collectList()
                                .map(lists ->
                                        new Branch(account, Objects.requireNonNull(found.get(account.id())), lists)),
                        LISTS_AT_ONCE,
                        1)
                .collectList());
    }

    private static void fields(JsonOutput out, Branch branch) {
        AccountAnswer.fields(out, branch.account, branch.node);
        AccountAnswer.counters(out.open("balance"), branch.node.balance());
        out.close().openArray("lists");
        branch.lists.forEach(list -> AccountAnswer.list(out, Ids.listOf(list.id()), list));
        out.closeArray();
    }

    private static void write(JsonOutput out, Branch branch, Map<String, List<Branch>> children) {
        fields(out, branch);
        out.openArray("children");
        for (Branch child : children.getOrDefault(branch.account.id(), List.of())) {
            write(out.open(), child, children);
            out.close();
        }
        out.closeArray();
    }
}
