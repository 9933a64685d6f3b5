/**
 * The scenario language: readable files that are played against the pure core, the scripts on a real Redis, and the
 * HTTP API, and must come out alike. It knows the verbs and how to read them; it never knows what it is played on.
 */
@NullMarked
package io.farebox.scenario;

import org.jspecify.annotations.NullMarked;
