/**
 * The installation under test: an installation of its own or one that runs elsewhere, its customers, and the echo server
 * that stands beside it.
 *
 * <p>It knows how to start and stop processes and how to prepare customers over HTTP. It never knows what is measured.
 */
@NullMarked
package io.farebox.loadtest.site;

import org.jspecify.annotations.NullMarked;
