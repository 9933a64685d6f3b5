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
        Map<String, Mono<Boolean>> owned = new HashMap<>();
        return Flux.fromIterable(reports)
                .flatMapSequential(
                        report -> {
                            if (!Ids.isMessage(report.message()) || !isOfAPartition(report.message())) {
                                return Mono.just(Result.UNKNOWN_MESSAGE);
                            }
                            if (reach.isAll() && also.isAll()) {
                                return settle(report, authentic);
                            }
                            return owned.computeIfAbsent(
                                            Ids.sendOf(report.message()), send -> isOwned(send, reach, also))
                                    .flatMap(owns ->
                                            owns ? settle(report, authentic) : Mono.just(Result.UNKNOWN_MESSAGE));
                        },
                        Math.max(1, reports.size()))
                .collectList();
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
