package io.farebox.redis;

import io.farebox.charge.Outcome;
import io.farebox.tracing.TraceSpan;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The way back from lanes on one event loop to the callers on another one. To wake a thread costs more than to tell it
 * something: all outcomes of a call go together.
 */
final class Homeward {
    private final EventLoop away;
    private final EventLoop home;
    private List<Told> gathered = new ArrayList<>();

    /** Used by the lanes' thread alone. */
    Homeward(EventLoop away, EventLoop home) {
        this.away = away;
        this.home = home;
    }

    /** The same caller, to be told over there, who hears of it at home. */
    Waiting.Caller caller(Waiting.Caller atHome) {
        return new Told(atHome, this);
    }

    private void add(Told told) {
        if (gathered.isEmpty()) {
            away.execute(this::cross);
        }
        gathered.add(told);
    }

    private void cross() {
        List<Told> all = gathered;
        gathered = new ArrayList<>(all.size());
        home.execute(() -> all.forEach(Told::hears));
    }

    /** One caller, and what there is to hear. */
    private static final class Told implements Waiting.Caller {
        private final Waiting.Caller caller;
        private final Homeward way;
        private @Nullable Outcome outcome;
        private @Nullable Throwable failure;

        Told(Waiting.Caller caller, Homeward way) {
            this.caller = caller;
            this.way = way;
        }

        @Override
        public void outcome(Outcome outcome) {
            this.outcome = outcome;
            way.add(this);
        }

        @Override
        public void failure(Throwable cause) {
            failure = cause;
            way.add(this);
        }

        @Override
        public @Nullable TraceSpan span() {
            return caller.span();
        }

        private void hears() {
            if (outcome != null) {
                caller.outcome(outcome);
            } else {
                caller.failure(Objects.requireNonNull(failure));
            }
        }
    }
}
