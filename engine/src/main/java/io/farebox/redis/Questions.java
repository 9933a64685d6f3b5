package io.farebox.redis;

import io.farebox.ledger.Unavailable;
import io.lettuce.core.RedisCommandTimeoutException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What is asked of the masters beside the calls of the chargers.
 *
 * <p>A question goes where its partition is. It is asked again while that Redis is away, and in a cluster it follows the
 * partition, for as long as an answer is waited for.
 */
final class Questions {
    /** Questions give up after this; calls of a charger never do, because their outcome must become known. */
    static final Duration ANSWER_MAX = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Questions.class);
    private static final Duration AGAIN_AFTER = Duration.ofMillis(20);
    private static final Duration VIEW_EVERY = Duration.ofMillis(500);
    private static final Duration VIEW_MAX = Duration.ofSeconds(1);
    private static final int RETRY_AFTER_SECONDS = 1;

    private final Masters masters;
    private final List<Address> named;
    private final Lines lines;
    private final Lines asking;
    private final ScriptLibrary library;
    private final Disposable watch;

    /**
     * Questions to the masters that are known now.
     *
     * @param named nodes of a cluster, by which it is found again where no master is where it was
     */
    Questions(Masters masters, List<Address> named, Lines lines, Lines asking, ScriptLibrary library) {
        this.masters = masters;
        this.named = named;
        this.lines = lines;
        this.asking = asking;
        this.library = library;
        masters.onChange(() -> lines.keepOnly(masters.all()));
        watch = masters.isCluster()
                ? view().onErrorComplete()
                        .repeatWhen(done -> done.delayElements(VIEW_EVERY))
                        .subscribe()
                : () -> {};
    }

    /** The answer of a partition's master; {@link Unavailable} where there is none. */
    <T> Mono<T> tell(int partition, Lines.Question<T> question) {
        return ask(partition, question)
                .onErrorMap(
                        failure -> !Failure.isOfTheScript(failure),
                        failure -> new Unavailable(
                                Unavailable.Cause.PARTITION_UNAVAILABLE,
                                RETRY_AFTER_SECONDS,
                                "the credits' store does not answer: " + failure.getMessage()));
    }

    /**
     * The answer of a partition's master, or how it failed. Lines are shared, and the client library takes a lock to write on
     * one: so an event loop that asks has another thread do it.
     */
    <T> Mono<T> ask(int partition, Lines.Question<T> question) {
        return Mono.defer(() -> ask(partition, question, System.nanoTime() + ANSWER_MAX.toNanos()))
                .subscribeOn(Schedulers.parallel());
    }

    private <T> Mono<T> ask(int partition, Lines.Question<T> question, long untilNanos) {
        Address at = masters.of(partition);
        return lines.to(at)
                .flatMap(line -> Awaited.of(() -> question.ask(line.commands())))
                .onErrorResume(failure -> follow(partition, question, at, untilNanos, failure));
    }

    private <T> Mono<T> follow(
            int partition, Lines.Question<T> question, Address at, long untilNanos, Throwable failure) {
        Redirect redirect = Redirect.of(failure);
        if (System.nanoTime() - untilNanos > 0) {
            return Mono.error(failure);
        } else if (Failure.isUnknownFunction(failure)) {
            return load(at).then(ask(partition, question, untilNanos));
        } else if (redirect != null && redirect.asking()) {
            return asking.to(redirect.to())
                    .flatMap(line -> Awaited.of(() -> line.asking(question)))
                    .onErrorResume(again -> later(partition, question, untilNanos, again));
        } else if (redirect != null) {
            masters.moved(partition, redirect.to());
            return later(partition, question, untilNanos, failure);
        }
        return later(partition, question, untilNanos, failure);
    }

    /** In a while: it connects again by itself, or another takes over. */
    private <T> Mono<T> later(int partition, Lines.Question<T> question, long untilNanos, Throwable failure) {
        boolean hopeless = Failure.isFinal(failure) || failure instanceof RedisCommandTimeoutException;
        return hopeless
                ? Mono.error(failure)
                : Mono.delay(AGAIN_AFTER).then(Mono.defer(() -> ask(partition, question, untilNanos)));
    }

    /** Those that are masters when it is subscribed to. */
    private Flux<Address> everyMaster() {
        return Flux.defer(() -> Flux.fromIterable(masters.all()));
    }

    /** Gives all masters the scripts. */
    Mono<Void> load() {
        return everyMaster().concatMap(this::load).then();
    }

    private Mono<String> load(Address at) {
        return lines.to(at).flatMap(line -> Awaited.of(() -> line.commands().functionLoad(library.source(), true)));
    }

    /** Completes when any master answers, of those that are masters when it is asked for. */
    Mono<Void> ping() {
        return everyMaster()
                .flatMap(at ->
                        answered(at).onErrorResume(failure -> masters.isCluster() ? Mono.empty() : Mono.error(failure)))
                .next()
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("no master of the cluster answers")))
                .then();
    }

    private Mono<String> answered(Address at) {
        return lines.to(at).flatMap(line -> Awaited.of(() -> line.commands().ping()));
    }

    /**
     * Asks each master in turn where all of them are, until one answers; then those that were named, whose names may lead
     * elsewhere by now, as those of pods do.
     */
    Mono<Void> view() {
        return Flux.concat(everyMaster(), Flux.fromIterable(named))
                .distinct()
                .concatMap(at -> nodes(at).onErrorResume(failure -> {
                    LOG.debug("{} does not say where the masters are", at, failure);
                    return Mono.empty();
                }))
                .next()
                .then();
    }

    private Mono<String> nodes(Address at) {
        return lines.to(at)
                .flatMap(line -> Awaited.of(() -> line.commands().clusterNodes()))
                .timeout(VIEW_MAX)
                .doOnNext(nodes -> masters.take(nodes, at));
    }

    Mono<Void> close() {
        watch.dispose();
        return lines.close().then(asking.close());
    }
}
