package io.farebox.rating;

/**
 * A country or territory that numbers lead to. {@link Destinations} makes one of each, so a rating allocates none.
 *
 * @param code ISO 3166-1 alpha-2 ("NZ"), or "001" for numbers of no country (+800, +882 …)
 */
public record Country(String code) implements Destination {}
