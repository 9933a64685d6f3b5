package io.farebox.directory;

import io.farebox.charge.Terms;
import java.time.Duration;
import java.time.Instant;

/**
 * A configured carrier or aggregator.
 *
 * @param provider the name of the format in which its reports come
 * @param account the root account that it serves alone, empty where it serves all
 * @param secret what its reports are verified by, may be empty
 * @param publicUrl the address under which the provider calls us, may be empty
 */
public record Connection(
        String id,
        String name,
        String provider,
        String account,
        String secret,
        String publicUrl,
        Policy policy,
        Instant createdAt) {

    /** When a message of the connection is charged, and what settles it where no report does. */
    public record Policy(
            ChargeAt chargeAt, Duration deadline, Terms.OnDeadline onDeadline, Terms.LateDelivery lateDelivery) {
        /** What holds where nothing else was said. */
        public static final Policy DEFAULT =
                new Policy(ChargeAt.DELIVERED, Duration.ofDays(3), Terms.OnDeadline.CONFIRM, Terms.LateDelivery.CHARGE);
    }

    /** The event that turns a hold into a charge. */
    public enum ChargeAt {
        SUBMITTED,
        ACCEPTED,
        DELIVERED
    }
}
