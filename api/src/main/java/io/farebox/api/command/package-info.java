/**
 * The way from a call to a command and from its outcome to what the caller is told.
 *
 * <p>Is: idempotency keys, the rolling of limits' windows and the problems that refusals become. Knows: the core's
 * vocabulary and the ports. Never knows: what a request looks like.
 */
@NullMarked
package io.farebox.api.command;

import org.jspecify.annotations.NullMarked;
