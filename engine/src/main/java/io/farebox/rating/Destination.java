package io.farebox.rating;

/** Where a number leads: a country, or the reason why it leads nowhere. */
public sealed interface Destination permits Country, InvalidNumber {}
