package io.farebox.loadtest.bench;

import java.util.OptionalDouble;

/**
 * What one round has measured.
 *
 * @param subject per second, or the amount itself
 * @param yardstick per second in the same round; empty where the subject is an amount
 */
public record Reading(double subject, OptionalDouble yardstick) {

    static Reading ratio(double subject, double yardstick) {
        return new Reading(subject, OptionalDouble.of(yardstick));
    }

    static Reading amount(double amount) {
        return new Reading(amount, OptionalDouble.empty());
    }

    /** What the goal is compared with. */
    double value() {
        return yardstick.isPresent() ? subject / yardstick.getAsDouble() : subject;
    }
}
