package io.farebox.api.carrier;

import io.farebox.api.access.Principal;
import io.farebox.api.access.Tenancy;
import io.farebox.api.command.Engine;
import io.farebox.api.http.Answer;
import io.farebox.api.http.Call;
import io.farebox.api.http.Problem;
import io.farebox.api.http.ProblemType;
import io.farebox.api.http.Route;
import io.farebox.api.json.JsonInput;
import io.farebox.api.json.JsonOutput;
import io.farebox.charge.Ids;
import io.farebox.directory.Connection;
import io.farebox.directory.Role;
import io.farebox.ledger.Balances;
import io.farebox.ledger.Links;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Carrier ids for providers that repeat nothing of ours: the call that links them, and finding messages by them. */
public final class MessageLinks {
    static final int LINKS_MAX = 10_000;

    private static final int TEXT_MAX_CHARS = 128;
    /** After the deadline a late delivery may still be charged for a day (see charge.Holding). */
    private static final Duration KEPT_AFTER_DEADLINE = Duration.ofDays(1);

    /** Messages whose accounts are looked up at once. */
    private static final int LOOKUPS_AT_ONCE = 64;

    private final Engine engine;

    private record Request(String message, String connection, String carrierId) {}

    public MessageLinks(Engine engine) {
        this.engine = engine;
    }

    public List<Route> routes() {
        return List.of(Route.post("/v1/messages/links", this::link));
    }

    private static List<Request> read(JsonInput in) throws IOException {
        List<Request> requests = new ArrayList<>();
        boolean[] there = {false};
        in.object(name -> {
            if (!name.equals("links")) {
                return false;
            }
            there[0] = true;
            in.array(LINKS_MAX, () -> requests.add(readOne(in, "/links/" + requests.size())));
            return true;
        });
        if (!there[0]) {
            in.require("/links", null);
        }
        return requests;
    }

    private static Request readOne(JsonInput in, String pointer) throws IOException {
        @Nullable String[] texts = new String[3];
        in.object(name -> {
            switch (name) {
                case "message" -> texts[0] = in.line(1, TEXT_MAX_CHARS);
                case "connection" -> texts[1] = in.line(1, TEXT_MAX_CHARS);
                case "carrierId" -> texts[2] = in.line(1, TEXT_MAX_CHARS);
                default -> {
                    return false;
                }
            }
            return true;
        });
        String message = texts[0];
        String connection = texts[1];
        String carrierId = texts[2];
        in.require(pointer + "/message", message);
        in.require(pointer + "/connection", connection);
        in.require(pointer + "/carrierId", carrierId);
        if (message != null && !Ids.isMessage(message)) {
            in.fault(pointer + "/message", "is not a message's id");
        }
        return message == null || connection == null || carrierId == null
                ? new Request("", "", "")
                : new Request(message, connection, carrierId);
    }

    private Mono<Answer> link(Call call) {
        Principal principal = call.principal();
        if (principal.is(Role.BASIC)) {
            throw Problem.of(ProblemType.FORBIDDEN);
        }
        List<Request> requests = call.json(MessageLinks::read);
        Map<String, List<Links.Link>> byConnection = new LinkedHashMap<>();
        requests.forEach(request -> byConnection
                .computeIfAbsent(request.connection, any -> new ArrayList<>())
                .add(new Links.Link(CarrierId.normal(request.carrierId), request.message)));
        return owned(principal, requests)
                .then(Mono.defer(() -> connections(principal, byConnection.keySet())))
                .flatMapMany(connections -> Flux.fromIterable(byConnection.entrySet())
                        .concatMap(entry -> put(connections.get(entry.getKey()), entry.getValue())))
                .then(Mono.fromSupplier(() -> Answer.json(
                        200,
                        new JsonOutput(32)
                                .open()
                                .field("linked", requests.size())
                                .close())));
    }

    private Mono<Void> put(@Nullable Connection connection, List<Links.Link> links) {
        if (connection == null) {
            return Mono.empty();
        }
        return engine.links()
                .put(
                        connection.id(),
                        links,
                        connection.policy().longestDeadline().plus(KEPT_AFTER_DEADLINE));
    }

    /** All connections are there for the caller, or nothing is linked. */
    private Mono<Map<String, Connection>> connections(Principal principal, Set<String> names) {
        return Flux.fromIterable(names)
                .concatMap(name -> engine.directory()
                        .connection(name)
                        .filter(connection -> principal.account() == null
                                || connection.account().isEmpty()
                                || connection
                                        .account()
                                        .equals(principal.account().root()))
                        .switchIfEmpty(
                                Mono.error(() -> Problem.of(ProblemType.NOT_FOUND, "There is no such connection.")))
                        .map(connection -> Map.entry(name, connection)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** All messages are of accounts that the caller sees, or nothing is linked. */
    private Mono<Void> owned(Principal principal, List<Request> requests) {
        if (principal.is(Role.OPERATOR)) {
            return Mono.empty();
        }
        Set<String> sends = new LinkedHashSet<>();
        requests.forEach(request -> sends.add(Ids.sendOf(request.message)));
        return Flux.fromIterable(sends)
                .flatMap(
                        send -> Mono.just(send)
                                .filter(id -> Ids.partitionOf(id) < engine.partitions())
                                .flatMap(engine.balances()::send)
                                .map(Balances.SendState::leaf)
                                .map(Ids::accountOf)
                                .flatMap(engine.directory()::account)
                                .filter(account -> account.isWithin(principal.accountId())
                                        && (principal.is(Role.CARRIER) || Tenancy.sees(principal, account)))
                                .switchIfEmpty(Mono.error(() ->
                                        Problem.of(ProblemType.NOT_FOUND, "A message is not held, or not yours."))),
                        LOOKUPS_AT_ONCE)
                .then();
    }

    /** The reports with our ids, as far as the carrier's are linked. */
    Mono<List<Report>> resolve(Connection connection, List<Report> reports) {
        Map<String, Set<String>> candidates = new HashMap<>();
        for (Report report : reports) {
            String id = report.message();
            if (!id.isEmpty() && id.length() <= TEXT_MAX_CHARS && !Ids.isMessage(id)) {
                candidates.put(id, CarrierId.candidates(id));
            }
        }
        if (candidates.isEmpty()) {
            return Mono.just(reports);
        }
        Set<String> all = new LinkedHashSet<>();
        candidates.values().forEach(all::addAll);
        return engine.links()
                .messages(connection.id(), all)
                .map(found -> reports.stream()
                        .map(report -> linked(report, candidates.getOrDefault(report.message(), Set.of()), found))
                        .toList());
    }

    private static Report linked(Report report, Set<String> candidates, Map<String, String> found) {
        return candidates.stream()
                .filter(found::containsKey)
                .findFirst()
                .map(candidate -> new Report(found.getOrDefault(candidate, ""), report.event(), report.reason()))
                .orElse(report);
    }
}
