package io.farebox.api.account;

import io.farebox.api.access.Need;
import io.farebox.api.command.Engine;
import io.farebox.api.http.Answer;
import io.farebox.api.http.Call;
import io.farebox.api.http.Route;
import io.farebox.api.json.JsonOutput;
import io.farebox.charge.Funding;
import io.farebox.charge.Ids;
import io.farebox.charge.Node;
import io.farebox.directory.Account;
import io.farebox.ledger.Balances;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
                .flatMap(account -> Mono.zip(
                                path(account),
                                Lists.nodes(engine, account.id())
                                        .filter(node -> node.funding() == Funding.ASSIGNED)
                                        .collectList(),
                                engine.balances().grants(account.id()))
                        .map(found -> Answer.json(200, body(account, found.getT1(), found.getT2(), found.getT3()))));
    }

    /** The account first, the root account last. */
    private Mono<List<Node>> path(Account account) {
        List<String> ids = new ArrayList<>(account.path());
        java.util.Collections.reverse(ids);
        return Accounts.node(engine, account).then(engine.balances().nodes(Ids.partitionOf(account.id()), ids));
    }

    private static JsonOutput body(Account account, List<Node> path, List<Node> assigned, List<Balances.Grant> grants) {
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
        grants(out, grants, Math.max(0, own.availableMicro()) + assignedMicro);
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

    /** The earliest to expire is spent first, so what is left fills the grants from the last to expire backwards. */
    private static void grants(JsonOutput out, List<Balances.Grant> grants, long leftMicro) {
        List<Balances.Grant> byExpiry = new ArrayList<>(grants);
        byExpiry.sort(Comparator.comparingLong(Balances.Grant::expiresAtMs));
        Map<Integer, Long> remaining = new HashMap<>();
        long left = leftMicro;
        for (int i = byExpiry.size() - 1; i >= 0; i--) {
            long part = Math.min(left, byExpiry.get(i).creditsMicro());
            remaining.put(i, part);
            left -= part;
        }
        out.openArray("grants");
        for (int i = 0; i < byExpiry.size(); i++) {
            Balances.Grant grant = byExpiry.get(i);
            out.open()
                    .field("id", grant.id())
                    .credits("credits", grant.creditsMicro())
                    .credits("remaining", remaining.getOrDefault(i, 0L))
                    .field("expiresAt", Instant.ofEpochMilli(grant.expiresAtMs()))
                    .close();
        }
        out.closeArray();
    }
}
