/**
 * The port of tracing: what is told of the way that a sampled request takes.
 *
 * <p>It is a catalogue of spans ({@link io.farebox.tracing.Operation}) and of what may be said of one
 * ({@link io.farebox.tracing.TraceAttribute}), and two interfaces by which they are made. It knows Reactor, in whose
 * context a request's span goes from the server to the stores. It never knows OpenTelemetry, who takes the spans, or anything
 * about a customer: nothing that is not in the catalogue can be said.
 *
 * <pre>
 * request ─▶ TraceSpan ─ Behalf, Reactor's context ─▶ redis: the script call ─▶ traceparent in the journal's block
 *                              └─▶ cassandra: reads                                           │
 *                        TraceSpan ◀───────────── relay: follows it, stores the block ◀───────┘
 * </pre>
 */
@NullMarked
package io.farebox.tracing;

import org.jspecify.annotations.NullMarked;
