/**
 * The load generator: requests that were rendered beforehand, written over many connections, and the tally of what
 * came back.
 *
 * <p>It knows just enough HTTP/1.1 to keep connections busy at little cost, and it measures latency from the moment a
 * request was meant to start. It never knows what the requests mean.
 */
@NullMarked
package io.farebox.loadtest.load;

import org.jspecify.annotations.NullMarked;
