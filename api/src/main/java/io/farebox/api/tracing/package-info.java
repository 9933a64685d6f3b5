/**
 * Tracing by OpenTelemetry: decides which requests are sampled, makes their spans and sends them to a collector.
 *
 * <p>Is: the one place that sees OpenTelemetry, behind the engine's port {@link io.farebox.tracing.Tracing}. Knows: W3C
 * Trace Context, OTLP over HTTP and the log's ids. Never knows: what a span is of, or whether anybody waits for it: a
 * collector that is away or hangs costs spans and nothing else.
 */
@NullMarked
package io.farebox.api.tracing;

import org.jspecify.annotations.NullMarked;
