package io.farebox.api.report;

import io.farebox.api.access.Need;
import io.farebox.api.access.Tenancy;
import io.farebox.api.command.Engine;
import io.farebox.api.http.Answer;
import io.farebox.api.http.Call;
import io.farebox.api.http.Problem;
import io.farebox.api.http.ProblemType;
import io.farebox.api.http.Route;
import io.farebox.api.json.JsonOutput;
import io.farebox.charge.Command;
import io.farebox.charge.Ids;
import io.farebox.directory.Account;
import io.farebox.directory.Role;
import io.farebox.ledger.Balances;
import io.farebox.ledger.History;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * The calls that show a send, its messages and what was reported of them.
 *
 * <p>What is held is asked of Redis and what it was asked of the archive, which may not have seen it yet; after a record
 * is forgotten the archive alone knows it, and the messages say what became of the credits.
 */
public final class Sends {
    private static final Set<String> PARAMETERS = Set.of("limit", "cursor", "format");

    private final Engine engine;

    private record Found(
            Account account, String list, Optional<Balances.SendState> state, Optional<History.SendLine> line) {}

    /** What became of the credits of a send that is forgotten. */
    private record Sums(long reservedMicro, long confirmedMicro, long releasedMicro) {
        Sums plus(History.MessageLine line) {
            long micro = line.creditsMicro();
            return switch (line.status().toLowerCase(java.util.Locale.ROOT)) {
                case "reserved" -> new Sums(reservedMicro + micro, confirmedMicro, releasedMicro);
                case "released" ->
                    new Sums(reservedMicro, confirmedMicro + line.feeMicro(), releasedMicro + micro - line.feeMicro());
                default -> new Sums(reservedMicro, confirmedMicro + micro, releasedMicro);
            };
        }
    }

    public Sends(Engine engine) {
        this.engine = engine;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/v1/sends/{send}", this::show),
                Route.get("/v1/sends/{send}/messages", this::messages),
                Route.act("/v1/sends/{send}/cancel", this::cancel),
                Route.get("/v1/messages/{message}", this::message));
    }

    private Mono<Answer> show(Call call) {
        return find(call, call.segment(0)).flatMap(found -> show(call.segment(0), found));
    }

    private Mono<Answer> show(String id, Found found) {
        if (found.state.isPresent()) {
            Balances.SendState state = found.state.get();
            Sums sums = new Sums(state.reservedMicro(), state.confirmedMicro(), state.releasedMicro());
            return Mono.just(Answer.json(200, body(id, found, state.count(), status(state), sums)));
        }
        int count = found.line.map(History.SendLine::count).orElse(0);
        return sums(id).map(sums ->
                Answer.json(200, body(id, found, count, sums.reservedMicro > 0 ? "reserved" : "settled", sums)));
    }

    /** What is settled before its time was cancelled. */
    private String status(Balances.SendState state) {
        boolean waits = state.scheduledMs() > engine.clock().millis();
        if (state.held() > 0) {
            return waits ? "scheduled" : "reserved";
        }
        return waits ? "cancelled" : "settled";
    }

    private Mono<Answer> cancel(Call call) {
        String id = call.segment(0);
        return find(call, id)
                .doOnNext(found -> Tenancy.check(call.principal(), found.account, Need.SEND))
                .flatMap(found -> engine.charging().charge(new Command.Cancel(Ids.recordOf(id), Ids.slotOf(id))))
                .then(Mono.defer(() -> find(call, id)))
                .flatMap(found -> show(id, found));
    }

    private Mono<Sums> sums(String send) {
        return engine.history()
                .messagesOfSend(send, null, Export.PAGE_ROWS)
                .expand(page -> page.next() == null
                        ? Mono.empty()
                        : engine.history().messagesOfSend(send, page.next(), Export.PAGE_ROWS))
                .concatMapIterable(page -> page.items())
                .reduce(new Sums(0, 0, 0), Sums::plus);
    }

    private static JsonOutput body(String id, Found found, int count, String status, Sums sums) {
        JsonOutput out = new JsonOutput(512).open();
        out.field("id", id)
                .field("status", status)
                .field("account", found.account.id())
                .field("list", found.list.isEmpty() ? null : found.list)
                .field("count", count);
        out.open("credits")
                .credits("reserved", sums.reservedMicro)
                .credits("confirmed", sums.confirmedMicro)
                .credits("released", sums.releasedMicro)
                .close();
        found.state
                .filter(state -> state.scheduledMs() > 0)
                .ifPresent(state -> out.field("scheduleAt", Instant.ofEpochMilli(state.scheduledMs())));
        found.line.ifPresent(line -> out.field("channel", line.channel())
                .field("label", line.label())
                .field("reference", line.reference())
                .field("sender", line.sender())
                .field("createdAt", line.at()));
        return out.close();
    }

    private Mono<Answer> messages(Call call) {
        return find(call, call.segment(0)).flatMap(found -> {
            call.knowsOnly(PARAMETERS);
            if (call.principal().is(Role.BASIC) && Format.of(call) != Format.JSON) {
                throw Problem.of(ProblemType.FORBIDDEN, "A basic key does not export.");
            }
            return ReportCalls.answer(
                    call,
                    Tables.MESSAGES,
                    (cursor, limit) -> engine.history().messagesOfSend(call.segment(0), cursor, limit));
        });
    }

    /** A message with every report that came for it: why it was charged, or not. */
    private Mono<Answer> message(Call call) {
        String id = call.segment(0);
        if (!Ids.isMessage(id)) {
            return Mono.error(Problem.of(ProblemType.NOT_FOUND));
        }
        return find(call, Ids.sendOf(id))
                .flatMap(found -> engine.history().message(id))
                .switchIfEmpty(Mono.error(() -> Problem.of(ProblemType.NOT_FOUND)))
                .map(history -> Answer.json(200, body(history)));
    }

    private static JsonOutput body(History.MessageHistory history) {
        JsonOutput out = new JsonOutput(1024).open();
        Tables.MESSAGES.fields(out, history.message());
        out.openArray("reports");
        for (History.ReportLine report : history.reports()) {
            out.open()
                    .field("at", report.at())
                    .field("status", report.status())
                    .field("result", report.result())
                    .field("reason", report.reason())
                    .close();
        }
        return out.closeArray().close();
    }

    /** A basic key finds its own sends; while the archive has not seen one, its sender is not known. */
    private Mono<Found> find(Call call, String id) {
        if (!Ids.isSend(id) || Ids.partitionOf(id) >= engine.partitions()) {
            return Mono.error(Problem.of(ProblemType.NOT_FOUND));
        }
        Mono<Optional<Balances.SendState>> state =
                engine.balances().send(id).map(Optional::of).defaultIfEmpty(Optional.empty());
        Mono<Optional<History.SendLine>> line =
                engine.history().send(id).map(Optional::of).defaultIfEmpty(Optional.empty());
        return Mono.zip(state, line)
                .flatMap(both -> owner(both.getT1(), both.getT2()))
                .filter(found -> Tenancy.sees(call.principal(), found.account))
                .filter(found -> !call.principal().is(Role.BASIC)
                        || found.line
                                .filter(l -> l.sender().equals(call.principal().keyId()))
                                .isPresent())
                .switchIfEmpty(Mono.error(() -> Problem.of(ProblemType.NOT_FOUND)))
                .doOnNext(found -> Tenancy.check(call.principal(), found.account, Need.READ_MESSAGES));
    }

    private Mono<Found> owner(Optional<Balances.SendState> state, Optional<History.SendLine> line) {
        if (state.isEmpty() && line.isEmpty()) {
            return Mono.empty();
        }
        String account = line.map(History.SendLine::account)
                .orElseGet(() -> Ids.accountOf(state.orElseThrow().leaf()));
        String list = line.map(History.SendLine::list)
                .orElseGet(() -> Ids.listOf(state.orElseThrow().leaf()));
        return engine.directory().account(account).map(owner -> new Found(owner, list, state, line));
    }
}
