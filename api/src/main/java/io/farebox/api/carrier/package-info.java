/**
 * Carriers: their connections, and their delivery reports in whatever form they send them.
 *
 * <p>Is: one {@link io.farebox.api.carrier.Provider} per format, which verifies and reads, and one handler that settles
 * what was read. Knows: formats, signatures, which status means what, a connection's policy. Never knows: prices.
 *
 * <pre>
 * webhook ─▶ Provider: verify, read ─▶ reports ─▶ whose message? ─▶ settle, many at a time ─▶ 2xx
 * </pre>
 */
@NullMarked
package io.farebox.api.carrier;

import org.jspecify.annotations.NullMarked;
