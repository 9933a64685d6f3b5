package io.farebox.api.command;

import io.farebox.charge.Command;
import io.farebox.charge.Ids;
import io.farebox.charge.Node;
import io.farebox.charge.Outcome;
import io.farebox.charge.Refusal;
import io.farebox.charge.Window;
import io.farebox.directory.Directory;
import io.farebox.ledger.Balances;
import io.farebox.ledger.Charger;
import io.farebox.ledger.Unavailable;
import io.farebox.metrics.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * The charger as calls need it: a limit whose window has ended is rolled on the way, an account on which a package has
 * expired is swept, and a refusal is a problem.
 *
 * <p>The core cannot roll a window itself, because it knows no time zones. Every node of a path may have one that has
 * ended, so a command is tried at most a few times more than a path is long.
 */
public final class Charging {
    private static final int RETRY_AFTER_SECONDS = 5;
    private static final int TRIES_MAX = Node.LEVEL_MAX + 6;

    private final Charger charger;
    private final Balances balances;
    private final Directory directory;
    private final Clock clock;
    private final IntPredicate admits;
    private final Counter held;
    private final Counter journalFull;

    /** @param admits whether a partition takes new sends; reports and all else are always taken */
    public Charging(
            Charger charger,
            Balances balances,
            Directory directory,
            Clock clock,
            IntPredicate admits,
            MeterRegistry registry) {
        this.held = Meters.SENDS_HELD.counter(registry);
        this.journalFull = Meters.SHED.counter(registry, "send", "journal");
        this.admits = admits;
        this.charger = charger;
        this.balances = balances;
        this.directory = directory;
        this.clock = clock;
    }

    /** Decides a command. */
    public Mono<Outcome> charge(Command command) {
        return accepted(() -> charger.charge(command));
    }

    /**
     * Holds the credits of a send; a single message shares a record with others.
     *
     * @param root the root account of the customer, whose turn it waits for
     */
    public Mono<Outcome> reserve(String root, Command.Reserve command) {
        if (!admits.test(Ids.partitionOf(root))) {
            journalFull.increment();
            return Mono.error(new Unavailable(
                    Unavailable.Cause.OVERLOADED, RETRY_AFTER_SECONDS, "the journal waits for its archive"));
        }
        return accepted(() -> charger.reserve(root, command));
    }

    /** An id for the record of a send that does not share it. */
    public String newRecord(int partition, int recipients) {
        return recipients == 1 ? "" : charger.newRecord(partition);
    }

    private Mono<Outcome> accepted(Supplier<Mono<Outcome>> attempt) {
        return attempt(attempt, 1);
    }

    private Mono<Outcome> attempt(Supplier<Mono<Outcome>> attempt, int tries) {
        return attempt.get().flatMap(outcome -> {
            if (!(outcome instanceof Outcome.Refused refused)) {
                if (outcome instanceof Outcome.Reserved reserved) {
                    held.increment(reserved.count());
                }
                return Mono.just(outcome);
            }
            Refusal refusal = refused.refusal();
            boolean ended = refusal.reason() == Refusal.Reason.WINDOW_ENDED;
            if (!ended && refusal.reason() != Refusal.Reason.EXPIRY_DUE || tries == TRIES_MAX) {
                return Mono.error(() -> Refusals.problem(refusal));
            }
            return (ended ? roll(refusal.node()) : sweep(refusal.node()))
                    .then(Mono.defer(() -> attempt(attempt, tries + 1)));
        });
    }

    /** Has what has expired on an account taken out now, instead of within a second. */
    public Mono<Outcome> sweep(String account) {
        return charger.charge(new Command.SweepAccount(account));
    }

    private Mono<Outcome> roll(String node) {
        String account = Ids.accountOf(node);
        Mono<ZoneId> zone = directory.account(account).map(a -> a.timeZone()).defaultIfEmpty(ZoneOffset.UTC);
        return Mono.zip(balances.nodes(Ids.partitionOf(account), List.of(node)), zone)
                .flatMap(found -> found.getT1().isEmpty()
                        ? Mono.empty()
                        : charger.charge(new Command.RollWindow(
                                node, next(found.getT1().get(0).window(), found.getT2()))));
    }

    /** Redis may be ahead of this clock: the next window never begins before the ended one has. */
    private Window next(Window ended, ZoneId zone) {
        return Windows.at(ended.kind(), zone, Math.max(clock.millis(), ended.endMs()));
    }
}
