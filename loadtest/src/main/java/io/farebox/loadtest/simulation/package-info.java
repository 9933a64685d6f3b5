/**
 * The simulations of the load test: senders of several kinds and carriers that answer in their unruly ways, run by Gatling.
 *
 * <p>It knows what was sent and, by a seed, what is to become of each message; it writes down what everybody was told.
 * It never knows whether that was right: the check decides.
 */
@NullMarked
package io.farebox.loadtest.simulation;

import org.jspecify.annotations.NullMarked;
