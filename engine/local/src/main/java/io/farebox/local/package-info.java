/**
 * A whole Farebox installation on one machine: a real Redis, a real Cassandra and the API, each a child process.
 *
 * <p>Is what tests, {@code ./farebox dev} and the benchmark stand on. Knows how the three programs are configured,
 * started, asked whether they are ready, and stopped in the right order, with no process left behind. Never knows the
 * engine or the API from the inside: it speaks to them as any client does, over a socket. Never on a production class
 * path.
 */
@NullMarked
package io.farebox.local;

import org.jspecify.annotations.NullMarked;
