package io.farebox.api.http;

/**
 * The bounds of the HTTP server.
 *
 * @param bodyMaxBytes the largest body of one request
 * @param bodiesMaxBytes what the bodies that one event loop is reading may hold together
 * @param inFlightMax requests that one event loop works on at a time
 * @param connectionsMax connections of one event loop
 * @param requestTimeoutMs how long a request may take to arrive, and again to be answered
 * @param idleTimeoutSeconds how long a connection may have no whole head or part of a body come in, nor anything that is
 *     written to it taken
 * @param lineMaxBytes the longest request line
 * @param headersMaxBytes the largest headers of one request together
 */
public record Limits(
        int bodyMaxBytes,
        long bodiesMaxBytes,
        int inFlightMax,
        int connectionsMax,
        int requestTimeoutMs,
        int idleTimeoutSeconds,
        int lineMaxBytes,
        int headersMaxBytes) {}
