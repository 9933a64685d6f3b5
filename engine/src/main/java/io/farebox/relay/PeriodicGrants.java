package io.farebox.relay;

import io.farebox.charge.Command;
import io.farebox.charge.Once;
import io.farebox.charge.Outcome;
import io.farebox.charge.Refusal;
import io.farebox.directory.Account;
import io.farebox.directory.Directory;
import io.farebox.directory.Plan;
import io.farebox.ledger.Charger;
import io.farebox.metrics.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Gives what plans have due.
 *
 * <p>Any engine may do it, and several at once: what a plan gives has the same id however often that is tried, and is
 * given once. What was missed while no engine ran is given later, unless it has expired by then.
 */
public final class PeriodicGrants {
    /** How often plans are looked at. */
    static final Duration INTERVAL = Duration.ofSeconds(30);
    /** What one plan gives in one look at the most; the next look goes on. */
    static final int TIMES_MAX = 100;

    private static final Logger LOG = LoggerFactory.getLogger(PeriodicGrants.class);

    private final Directory directory;
    private final Charger charger;
    private final int partitions;
    private final LongSupplier clock;
    private final Counter given;
    private final Counter failures;
    private @Nullable Disposable running;

    /** Of all partitions; the clock gives UTC epoch milliseconds. */
    public PeriodicGrants(
            Directory directory, Charger charger, int partitions, LongSupplier clock, MeterRegistry registry) {
        this.directory = directory;
        this.charger = charger;
        this.partitions = partitions;
        this.clock = clock;
        this.given = Meters.PLANS_GIVEN.counter(registry);
        this.failures = Meters.PLANS_FAILURES.counter(registry);
    }

    /** Looks every {@link #INTERVAL} until it is stopped; what could not be given is given at a later look. */
    public void start() {
        running = give().onErrorResume(failure -> {
                    failures.increment();
                    LOG.warn("could not give what plans have due, will try again: {}", failure.toString());
                    return Mono.empty();
                })
                .repeatWhen(done -> done.delayElements(INTERVAL))
                .subscribe();
    }

    /** Looks no more. */
    public void stop() {
        Disposable current = running;
        if (current != null) {
            current.dispose();
        }
    }

    /** Gives all that is due now, and completes with how often something was given. */
    public Mono<Long> give() {
        return Flux.range(0, partitions)
                .concatMap(directory::plansOfPartition)
                .concatMap(plan -> give(plan, TIMES_MAX).onErrorResume(failure -> {
                    failures.increment();
                    LOG.warn("plan {} could not give, will try again: {}", plan.id(), failure.toString());
                    return Mono.just(0L);
                }))
                .reduce(0L, Long::sum);
    }

    private Mono<Long> give(Plan plan, int timesMax) {
        Instant now = Instant.ofEpochMilli(clock.getAsLong());
        if (timesMax == 0 || plan.nextAt().isAfter(now)) {
            return Mono.just(0L);
        }
        Mono<Boolean> given = plan.nextExpiresAt().isAfter(now) ? grant(plan) : Mono.just(true);
        return given.flatMap(done -> done
                ? directory
                        .notePlan(plan.gave())
                        .then(Mono.defer(() -> give(plan.gave(), timesMax - 1)))
                        .map(more -> more + 1)
                : Mono.just(0L));
    }

    /** Whether it has been given, now or before. */
    private Mono<Boolean> grant(Plan plan) {
        return extending(plan)
                .flatMap(extend -> charger.charge(new Command.Grant(
                        plan.account(),
                        plan.nextGrant(),
                        plan.creditsMicro(),
                        plan.nextExpiresAt().toEpochMilli(),
                        extend,
                        plan.id(),
                        plan.note(),
                        new Once("plan-" + plan.nextGrant(), plan.id()))))
                .doOnNext(this::count)
                .flatMap(outcome -> outcome instanceof Outcome.Refused refused
                        ? refused(plan, refused.refusal())
                        : Mono.just(true));
    }

    /** Another engine may have given the same before. */
    private void count(Outcome outcome) {
        if (!(outcome instanceof Outcome.Refused) && !(outcome instanceof Outcome.Replayed)) {
            given.increment();
        }
    }

    private Mono<Boolean> extending(Plan plan) {
        return directory
                .account(plan.account())
                .flatMap(account -> directory.account(account.root()))
                .map(root -> root.expiryPolicy().equals(Account.EXTEND))
                .defaultIfEmpty(false);
    }

    private Mono<Boolean> refused(Plan plan, Refusal refusal) {
        return switch (refusal.reason()) {
            case ALREADY_EXISTS -> Mono.just(true);
            case EXPIRY_DUE ->
                charger.charge(new Command.SweepAccount(plan.account())).then(Mono.defer(() -> grant(plan)));
            default -> {
                LOG.info("plan {} could not give: {}", plan.id(), refusal.reason());
                yield Mono.just(false);
            }
        };
    }
}
