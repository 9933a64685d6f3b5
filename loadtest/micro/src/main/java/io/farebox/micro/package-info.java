/**
 * Microbenchmarks: what the work between a request's bytes and Redis's costs in time and memory, without either.
 *
 * <p>It knows the material that is worked on, how it is measured and the table of figures. It never knows a store, a socket
 * or a clock. Benchmarks of what is package-private stand in its package, as tests do.
 */
@NullMarked
package io.farebox.micro;

import org.jspecify.annotations.NullMarked;
