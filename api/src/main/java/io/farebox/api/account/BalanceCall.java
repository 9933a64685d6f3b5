package io.farebox.api.account;

import io.farebox.api.access.Need;
import io.farebox.api.command.Engine;
import io.farebox.api.http.Answer;
import io.farebox.api.http.Call;
import io.farebox.api.http.Route;
import io.farebox.api.json.JsonOutput;
import io.farebox.charge.Ids;
import io.farebox.charge.Lot;
import io.farebox.charge.Lots;
import io.farebox.charge.Node;
import io.farebox.charge.State;
import io.farebox.directory.Account;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The call that says what an account has. */
public final class BalanceCall {
    private final Engine engine;

    public BalanceCall(Engine engine) {
        this.engine = engine;
    }

    public List<Route> routes() {
        return List.of(Route.get("/v1/accounts/{account}/balance", this::show));
    }

    private Mono<Answer> show(Call call) {
        return engine.tenancy()
                .account(call.principal(), call.segment(0), Need.READ_MESSAGES)
                .flatMap(account -> Mono.zip(path(account), engine.balances().pool(account.id()))
                        .flatMap(found -> assigned(account, found.getT2())
                                .map(lists -> Answer.json(200, body(account, found.getT1(), lists, found.getT2())))));
    }

    /** The lists that credits of the account are assigned to. */
    private Mono<List<Node>> assigned(Account account, State.Pool pool) {
        return Flux.fromIterable(pool.lists())
                .buffer(Lists.NODES_PER_READ)
                .concatMap(ids -> engine.balances().nodes(Ids.partitionOf(account.id()), ids))
                .concatMapIterable(nodes -> nodes)
                .collectList();
    }

    /** The account first, the root account last. */
    private Mono<List<Node>> path(Account account) {
        List<String> ids = new ArrayList<>(account.path());
        Collections.reverse(ids);
        return Accounts.node(engine, account).then(engine.balances().nodes(Ids.partitionOf(account.id()), ids));
    }

    private static JsonOutput body(Account account, List<Node> path, List<Node> assigned, State.Pool pool) {
        Node own = path.get(0);
        long unassigned = spendable(path);
        long assignedMicro = assigned.stream().mapToLong(Node::availableMicro).sum();
        long reserved = own.reservedMicro()
                + assigned.stream().mapToLong(Node::reservedMicro).sum();
        long confirmed = own.confirmedMicro()
                + assigned.stream().mapToLong(Node::confirmedMicro).sum();
        JsonOutput out = new JsonOutput(512).open().field("account", account.id());
        out.credits("available", unassigned + assignedMicro)
                .credits("reserved", reserved)
                .credits("confirmed", confirmed)
                .credits("unassigned", unassigned)
                .credits("assigned", assignedMicro)
                .credits("creditLimit", own.creditLimitMicro());
        grants(out, pool.lots(), own.availableMicro() + assignedMicro);
        return out.close();
    }

    /** What the account holds; one that shares has what its payer has, or what the tightest quota leaves. */
    private static long spendable(List<Node> path) {
        long room = Long.MAX_VALUE;
        for (Node node : path) {
            if (node.limitMicro() != Node.UNLIMITED) {
                room = Math.min(room, Math.max(0, node.roomMicro()));
            }
            if (node.funding().holdsCredits()) {
                return Math.min(room, node.availableMicro());
            }
        }
        return 0;
    }

    private static void grants(JsonOutput out, List<Lot> lots, long availableMicro) {
        List<Lot> remaining = Lots.remaining(lots, availableMicro);
        out.openArray("grants");
        for (int i = 0; i < lots.size(); i++) {
            Lot lot = lots.get(i);
            out.open()
                    .field("id", lot.grant())
                    .credits("credits", lot.creditsMicro())
                    .credits("remaining", remaining.get(i).creditsMicro())
                    .field("expiresAt", Instant.ofEpochMilli(lot.expiresAtMs()))
                    .close();
        }
        out.closeArray();
    }
}
