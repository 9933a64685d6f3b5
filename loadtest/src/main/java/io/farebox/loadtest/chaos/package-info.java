/**
 * The fault suite: a burst of sends and reports while processes are killed and stopped and connections are cut, drawn
 * from a seed, and then the proof that what was told is true.
 *
 * <p>It knows the processes and the lines between them, and where the journal is kept, because it counts its blocks. It
 * never knows how the engine decides, and never repairs anything but what it broke.
 */
@NullMarked
package io.farebox.loadtest.chaos;

import org.jspecify.annotations.NullMarked;
