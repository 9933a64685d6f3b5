package io.farebox.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;

import io.gatling.javaapi.core.OpenInjectionStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * When senders start, whatever became of the ones before, and how many they are in all.
 *
 * <p>Ramping injects an exact number, evenly; that number says when all sending is over.
 */
final class Injection {
    private final List<OpenInjectionStep> steps = new ArrayList<>();
    private Duration length = Duration.ZERO;
    private int senders;

    /** So many senders each second for that time. */
    Injection atRate(double perSecond, Duration time) {
        return spread((int) Math.round(perSecond * time.toMillis() / 1_000), time);
    }

    /** So many senders in all, evenly over that time; or nothing for it. */
    Injection spread(int number, Duration time) {
        if (!time.isZero()) {
            steps.add(number > 0 ? rampUsers(number).during(time) : nothingFor(time));
            length = length.plus(time);
            senders += number;
        }
        return this;
    }

    int senders() {
        return senders;
    }

    Duration length() {
        return length;
    }

    OpenInjectionStep[] steps() {
        return steps.toArray(OpenInjectionStep[]::new);
    }
}
