package io.farebox.rating;

import org.jspecify.annotations.Nullable;

/**
 * A row of a price book, as it was given; {@link PriceBook#faults} says what is wrong with it.
 *
 * @param channel the messages it prices
 * @param prefix the digits with which the numbers it prices begin, 1 to 15, without "+"
 * @param creditsMicro micro-credits per segment (SMS) or per message (MMS), 0 to {@link io.farebox.charge.Credits#MAX_MICRO}
 * @param country the country to report for these numbers in place of the one that the numbering plan gives, ISO 3166-1
 *     alpha-2 or "001"; null to report the plan's. It does not restrict which numbers the row prices.
 */
public record Price(
        Channel channel,
        String prefix,
        long creditsMicro,
        @Nullable String country) {}
