/**
 * The side-by-side benchmark: rows that each measure one thing against its yardstick, in rounds, and their table.
 *
 * <p>It knows the goals and how each is measured over HTTP (and, for memory, from Redis's own count). It never knows how
 * Farebox does what it measures.
 */
@NullMarked
package io.farebox.loadtest.bench;

import org.jspecify.annotations.NullMarked;
