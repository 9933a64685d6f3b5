/**
 * The pure core: the credit tree, the commands that change it and the entries that record the changes.
 *
 * <p>It is the specification of what Farebox does with credits: {@link io.farebox.charge.Decider} says what a command
 * would do to a {@link io.farebox.charge.State}, {@link io.farebox.charge.State#apply} folds the resulting entries.
 * It knows accounts, lists, packages, holds and windows. It never knows a clock, randomness, a store, HTTP, or any library:
 * the time, the ids and the state are handed to it.
 */
@NullMarked
package io.farebox.charge;

import org.jspecify.annotations.NullMarked;
