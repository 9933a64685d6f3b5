/**
 * The catalogue of what Farebox measures.
 *
 * <p>It is one list of meters with their names, units and tags; whoever measures takes the meter from it, and the docs
 * page of meters is checked against it. It knows Micrometer. It never knows who measures, or where the numbers go.
 */
@NullMarked
package io.farebox.metrics;

import org.jspecify.annotations.NullMarked;
