package io.farebox.relay;

import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/** The wish that the relay ends: at once where it rests, after what is in flight where it works. */
final class Stop {
    /** What ends a round that fails while a stop is asked for. */
    static final class Asked extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Asked() {
            super("the relay was asked to stop", null, false, false);
        }
    }

    private final Sinks.Empty<Void> asked = Sinks.empty();
    private volatile boolean isAsked;

    void ask() {
        isAsked = true;
        asked.tryEmitEmpty();
    }

    boolean isAsked() {
        return isAsked;
    }

    /** Completes after the pause or when a stop is asked for. */
    Mono<Void> orAfter(Duration pause, Scheduler scheduler) {
        return Mono.firstWithSignal(Mono.delay(pause, scheduler).then(), asked.asMono());
    }
}
