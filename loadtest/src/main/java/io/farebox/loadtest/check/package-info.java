/**
 * The conservation check: whether what senders and carriers were told, the balance and the ledger agree to the last
 * micro-credit.
 *
 * <p>It knows what was told and reads the rest over HTTP. It never knows how the load was made, and never repairs
 * anything.
 */
@NullMarked
package io.farebox.loadtest.check;

import org.jspecify.annotations.NullMarked;
