/**
 * The program: it reads its settings, opens the stores, wires everything together and serves until it is told to stop.
 *
 * <p>Is: the only place that sees the ports and the adapters behind them. Knows: the order of starting and stopping.
 * Never knows: what a call does.
 *
 * <pre>
 * Farebox ─▶ Serve ─▶ Composition ─┬▶ ApiVerticle, one per event loop ─▶ Routes ─▶ calls
 *                                  ├▶ management
 *                                  ├▶ Redis, Cassandra, relay
 *                                  └▶ tracing
 * </pre>
 */
@NullMarked
package io.farebox.api;

import org.jspecify.annotations.NullMarked;
