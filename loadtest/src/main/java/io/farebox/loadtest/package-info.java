/**
 * What a user starts: the benchmark, the load test and the echo server that is their yardstick.
 *
 * <p>It knows Farebox as any client does, by its HTTP contract. It never knows the engine's or the API's code.
 */
@NullMarked
package io.farebox.loadtest;

import org.jspecify.annotations.NullMarked;
