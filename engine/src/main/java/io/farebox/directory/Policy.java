package io.farebox.directory;

import io.farebox.charge.Clause;
import io.farebox.charge.PriceClass;
import io.farebox.charge.Terms;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When a connection's messages are charged, and what settles them where no report does.
 *
 * @param usual what holds where no override does
 * @param overrides for countries and channels; the more exact one wins: a country's over a channel's, one of both over
 *     either
 */
public record Policy(Rule usual, List<Overrides> overrides) {
    /** What holds where nothing else was said. */
    public static final Policy DEFAULT = new Policy(
            new Rule(ChargeAt.DELIVERED, Duration.ofDays(3), Clause.OnDeadline.CONFIRM, Clause.LateDelivery.CHARGE, 0),
            List.of());

    /** The event that turns a hold into a charge. */
    public enum ChargeAt {
        SUBMITTED,
        ACCEPTED,
        DELIVERED
    }

    /**
     * What settles a message.
     *
     * @param failureFeeMicro what is charged of a message that failed after the carrier took it, at most its price
     */
    public record Rule(
            ChargeAt chargeAt,
            Duration deadline,
            Clause.OnDeadline onDeadline,
            Clause.LateDelivery lateDelivery,
            long failureFeeMicro) {

        private Clause from(long startMs) {
            return new Clause(
                    startMs + deadline.toMillis(),
                    onDeadline,
                    lateDelivery,
                    chargeAt != ChargeAt.DELIVERED,
                    failureFeeMicro);
        }
    }

    /**
     * What is different for a country, a channel or a country's channel; what is null is not.
     *
     * @param country ISO 3166 code, empty for all
     * @param channel sms or mms, empty for both
     */
    public record Overrides(
            String country,
            String channel,
            @Nullable ChargeAt chargeAt,
            @Nullable Duration deadline,
            Clause.@Nullable OnDeadline onDeadline,
            Clause.@Nullable LateDelivery lateDelivery,
            @Nullable Long failureFeeMicro) {

        /** A rule with these differences. */
        public Rule over(Rule rule) {
            return new Rule(
                    chargeAt == null ? rule.chargeAt : chargeAt,
                    deadline == null ? rule.deadline : deadline,
                    onDeadline == null ? rule.onDeadline : onDeadline,
                    lateDelivery == null ? rule.lateDelivery : lateDelivery,
                    failureFeeMicro == null ? rule.failureFeeMicro : failureFeeMicro);
        }

        private boolean isFor(boolean ofCountry, boolean ofChannel) {
            return country.isEmpty() != ofCountry && channel.isEmpty() != ofChannel;
        }

        private boolean covers(String messageCountry, String messageChannel) {
            return (country.isEmpty() || country.equals(messageCountry))
                    && (channel.isEmpty() || channel.equals(messageChannel));
        }
    }

    /** The longest that any message waits for a report. */
    public Duration longestDeadline() {
        return Stream.concat(Stream.of(usual.deadline), overrides.stream().map(Overrides::deadline))
                .filter(Objects::nonNull)
                .max(Duration::compareTo)
                .orElse(usual.deadline);
    }

    /** The rule for messages to a country by a channel. */
    public Rule rule(String country, String channel) {
        Rule rule = with(usual, false, true, country, channel);
        rule = with(rule, true, false, country, channel);
        return with(rule, true, true, country, channel);
    }

    private Rule with(Rule before, boolean ofCountry, boolean ofChannel, String country, String channel) {
        Rule rule = before;
        for (Overrides one : overrides) {
            if (one.isFor(ofCountry, ofChannel) && one.covers(country, channel)) {
                rule = one.over(rule);
            }
        }
        return rule;
    }

    /**
     * The terms of a send.
     *
     * @param startMs from when deadlines count (UTC epoch)
     * @param scheduledMs when it will be sent (UTC epoch), 0 for now
     */
    public Terms terms(long startMs, long scheduledMs, String channel, List<PriceClass> classes) {
        Clause clause = rule("", channel).from(startMs);
        if (overrides.isEmpty()) {
            return new Terms(clause, scheduledMs);
        }
        SortedMap<String, Clause> byCountry = new TreeMap<>();
        for (PriceClass priceClass : classes) {
            byCountry.put(
                    priceClass.country(), rule(priceClass.country(), channel).from(startMs));
        }
        return new Terms(clause, scheduledMs, byCountry).within(classes);
    }
}
