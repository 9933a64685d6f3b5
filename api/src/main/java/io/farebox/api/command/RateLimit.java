package io.farebox.api.command;

import io.farebox.api.http.Answer;
import io.farebox.api.http.Problem;
import io.farebox.api.http.ProblemType;
import io.farebox.metrics.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many messages each customer may send: a bucket for each root account, shared by the event loops of this engine.
 *
 * <p>A bucket holds the messages of one window and fills evenly over it. Every attempt takes its recipients, whatever
 * becomes of it, and is refused with 429 and takes nothing where they are not there. A send of more than a window's
 * messages needs a full bucket and leaves it in debt, so that the rate holds and no send is impossible.
 *
 * <p>Answers tell of it as <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">RateLimit
 * header fields for HTTP</a> have it: {@code q} messages in {@code w} seconds; {@code r} are left, and after {@code t}
 * seconds all of them are.
 */
public final class RateLimit {
    /** Messages of a window, at the most: its nanoseconds and they fit a product. */
    public static final int MESSAGES_MAX = 100_000_000;
    /** The longest window. */
    public static final int WINDOW_MAX_SECONDS = 60;

    private static final String NAME = "\"messages\"";
    /** How many buckets are kept before the full ones are looked for; a full one is as good as none. */
    private static final int BUCKETS_KEPT = 10_000;

    private final int messages;
    private final int windowSeconds;
    private final long windowNanos;
    private final LongSupplier nanos;
    private final long beganNanos;
    private final String policy;
    private final Counter refused;
    /** For each root account the time, since the beginning, at which its bucket is full. */
    private final ConcurrentHashMap<String, AtomicLong> fullAtNanos = new ConcurrentHashMap<>();

    private volatile int sizeAfterCleaning;

    /** What a bucket holds after an attempt, for the answer to it; none where there is no limit. */
    public static final class Left {
        private static final Left UNLIMITED = new Left("", "");

        private final String policy;
        private final String left;

        private Left(String policy, String left) {
            this.policy = policy;
            this.left = left;
        }

        /** The answer, telling of it. */
        public Answer in(Answer answer) {
            return policy.isEmpty()
                    ? answer
                    : answer.with("RateLimit-Policy", policy).with("RateLimit", left);
        }

        private Problem in(Problem problem) {
            return problem.with("RateLimit-Policy", policy).with("RateLimit", left);
        }
    }

    /**
     * A limit.
     *
     * @param messages messages of one customer in a window: 0 for no limit, to {@link #MESSAGES_MAX}
     * @param windowSeconds 1 to {@link #WINDOW_MAX_SECONDS}
     * @param nanos a clock that never goes back
     */
    public RateLimit(int messages, int windowSeconds, LongSupplier nanos, MeterRegistry registry) {
        if (messages < 0 || messages > MESSAGES_MAX || windowSeconds < 1 || windowSeconds > WINDOW_MAX_SECONDS) {
            throw new IllegalArgumentException("messages or windowSeconds is out of bounds");
        }
        this.messages = messages;
        this.refused = Meters.RATE_LIMITED.counter(registry);
        this.windowSeconds = windowSeconds;
        this.windowNanos = TimeUnit.SECONDS.toNanos(windowSeconds);
        this.nanos = nanos;
        this.beganNanos = nanos.getAsLong();
        this.policy = NAME + ";q=" + messages + ";w=" + windowSeconds + ";qu=\"messages\"";
    }

    /**
     * Takes messages from a customer's bucket.
     *
     * @param root the customer's root account
     * @throws Problem {@code rate-limited}, where they are not there
     */
    public Left take(String root, int count) {
        if (messages == 0) {
            return Left.UNLIMITED;
        }
        long costNanos = count * windowNanos / messages;
        long nowNanos = nanos.getAsLong() - beganNanos;
        AtomicLong bucket = bucket(root, nowNanos);
        while (true) {
            long fullAt = bucket.get();
            long missingNanos = Math.max(0, fullAt - nowNanos);
            long waitNanos = missingNanos + Math.min(costNanos, windowNanos) - windowNanos;
            if (waitNanos > 0) {
                refused.increment();
                throw refusal(missingNanos, waitNanos);
            }
            if (bucket.compareAndSet(fullAt, nowNanos + missingNanos + costNanos)) {
                return left(missingNanos + costNanos);
            }
        }
    }

    private AtomicLong bucket(String root, long nowNanos) {
        @Nullable AtomicLong known = fullAtNanos.get(root);
        if (known != null) {
            return known;
        }
        if (fullAtNanos.size() > BUCKETS_KEPT + 2 * sizeAfterCleaning) {
            fullAtNanos.values().removeIf(fullAt -> fullAt.get() <= nowNanos);
            sizeAfterCleaning = fullAtNanos.size();
        }
        return fullAtNanos.computeIfAbsent(root, any -> new AtomicLong());
    }

    private Left left(long missingNanos) {
        long left = Math.max(0, windowNanos - missingNanos) * messages / windowNanos;
        return new Left(policy, NAME + ";r=" + left + ";t=" + seconds(missingNanos));
    }

    private Problem refusal(long missingNanos, long waitNanos) {
        String detail = "An account and all below it may send " + messages + " messages in " + windowSeconds + " s.";
        return left(missingNanos)
                .in(Problem.of(ProblemType.RATE_LIMITED, detail)
                        .with("Retry-After", Long.toString(seconds(waitNanos))));
    }

    /** Rounded up: who waits for so many seconds has waited for long enough. */
    private static long seconds(long nanos) {
        return (nanos + TimeUnit.SECONDS.toNanos(1) - 1) / TimeUnit.SECONDS.toNanos(1);
    }
}
