package io.farebox.rating;

/** What rating a send came to: its {@link Rating}, or why it has none. */
public sealed interface Rated permits Rating, Unratable {}
