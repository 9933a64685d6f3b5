/**
 * Drawings (SVG) of what was measured: panels above one another over one common axis.
 *
 * <p>It knows scales, lines, ticks and a legend. It never knows what is drawn.
 */
@NullMarked
package io.farebox.loadtest.drawing;

import org.jspecify.annotations.NullMarked;
