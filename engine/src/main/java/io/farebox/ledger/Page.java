package io.farebox.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a longer answer.
 *
 * @param next what to ask for the part after it, null at the end
 */
public record Page<T>(List<T> items, @Nullable String next) {}
