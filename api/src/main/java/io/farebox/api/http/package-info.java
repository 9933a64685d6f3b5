/**
 * The HTTP server: routes, bodies within bounds, problems, deadlines and graceful ends.
 *
 * <p>Is: everything that is the same for every call, so that a handler only turns a {@link Call} into an
 * {@link Answer}. Knows: Vert.x, HTTP, RFC 9457, the limits and the port of tracing. Never knows: credits, stores or what a call is for.
 *
 * <pre>
 * request ─▶ Dispatcher ─▶ Exchange: route ─▶ key ─▶ body ─▶ handler ─▶ Answer
 *                             └───────┴────────┴───────┴──── Problem ─────┘
 * </pre>
 */
@NullMarked
package io.farebox.api.http;

import org.jspecify.annotations.NullMarked;
