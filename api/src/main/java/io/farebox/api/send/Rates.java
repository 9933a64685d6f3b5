package io.farebox.api.send;

import io.farebox.rating.Destinations;
import io.farebox.rating.Rater;

/** What sends are priced by, shared by all event loops. */
public record Rates(Destinations destinations, Rater rater, PriceBooks books) {}
