package io.farebox.api.carrier;

import io.farebox.api.command.Engine;
import io.farebox.charge.Command;
import io.farebox.charge.Ids;
import io.farebox.charge.Outcome;
import io.farebox.directory.Account;
import io.farebox.ledger.Balances;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What turns reports into settlements.
 *
 * <p>All of a delivery's commands are handed over at once, so that they share script calls. Where one cannot be taken,
 * the whole delivery fails and the carrier repeats it: settling again what was settled changes nothing.
 */
final class Settling {
    private final Engine engine;

    /** The account within which reports may settle, empty where they may settle anything. */
    record Reach(String account) {
        static final Reach ALL = new Reach("");

        boolean isAll() {
            return account.isEmpty();
        }
    }

    /** What became of one report. */
    enum Result {
        CONFIRMED,
        RELEASED,
        RECHARGED,
        ALREADY_CONFIRMED,
        ALREADY_RELEASED,
        UNKNOWN_MESSAGE,
        NOT_FINAL
    }

    Settling(Engine engine) {
        this.engine = engine;
    }

    /**
     * Settles what the reports say; the results are in their order.
     *
     * @param authentic whether it was verified who sent them
     */
    Mono<List<Result>> settle(List<Report> reports, boolean authentic, Reach reach, Reach also) {
        Reaches reaches = new Reaches(reach, also, new HashMap<>());
        if (reports.size() == 1) {
            // Most carriers send one at a time, and a stream of many costs more than the report.
            return settle(reports.get(0), authentic, reaches).map(List::of);
        }
        return Flux.fromIterable(reports)
                .flatMapSequential(report -> settle(report, authentic, reaches), Math.max(1, reports.size()))
                .collectList();
    }

    /** Within what the reports of a delivery may settle, and what is known of the sends that they are about. */
    private record Reaches(Reach one, Reach other, Map<String, Mono<Boolean>> owned) {
        boolean areAll() {
            return one.isAll() && other.isAll();
        }
    }

    private Mono<Result> settle(Report report, boolean authentic, Reaches reaches) {
        String message = report.message();
        if (!Ids.isMessage(message) || !isOfAPartition(message)) {
            return Mono.just(Result.UNKNOWN_MESSAGE);
        }
        if (reaches.areAll()) {
            return settle(report, authentic);
        }
        return reaches.owned
                .computeIfAbsent(Ids.sendOf(message), send -> isOwned(send, reaches.one, reaches.other))
                .flatMap(owns -> owns ? settle(report, authentic) : Mono.just(Result.UNKNOWN_MESSAGE));
    }

    private boolean isOfAPartition(String message) {
        return Ids.partitionOf(message) < engine.partitions();
    }

    private Mono<Boolean> isOwned(String send, Reach reach, Reach also) {
        return engine.balances()
                .send(send)
                .map(Balances.SendState::leaf)
                .map(Ids::accountOf)
                .flatMap(engine.directory()::account)
                .map(account -> isWithin(account, reach) && isWithin(account, also))
                .defaultIfEmpty(false)
                .cache();
    }

    private static boolean isWithin(Account account, Reach reach) {
        return reach.isAll() || account.isWithin(reach.account);
    }

    private Mono<Result> settle(Report report, boolean authentic) {
        String message = report.message();
        Command command = new Command.Settle(
                Ids.recordOf(message),
                Ids.slotOf(message),
                Ids.indexOf(message),
                report.event(),
                report.reason(),
                authentic);
        return engine.charging().charge(command).map(Settling::result);
    }

    private static Result result(Outcome outcome) {
        if (outcome instanceof Outcome.Settled settled) {
            return switch (settled.settlement()) {
                case CONFIRMED -> Result.CONFIRMED;
                case RELEASED -> Result.RELEASED;
                case RECHARGED -> Result.RECHARGED;
            };
        }
        if (outcome instanceof Outcome.Unchanged unchanged) {
            return switch (unchanged.cause()) {
                case ALREADY_CONFIRMED -> Result.ALREADY_CONFIRMED;
                case ALREADY_RELEASED -> Result.ALREADY_RELEASED;
                case NOT_FINAL -> Result.NOT_FINAL;
                case UNKNOWN_MESSAGE, NOT_DUE -> Result.UNKNOWN_MESSAGE;
            };
        }
        throw new IllegalStateException("a settlement came to " + outcome.getClass());
    }
}
