package io.farebox.rating;

import org.jspecify.annotations.Nullable;

/** A row of a price book. */
public record Price(
        Channel channel,
        String prefix,
        long creditsMicro,
        @Nullable String country) {}
