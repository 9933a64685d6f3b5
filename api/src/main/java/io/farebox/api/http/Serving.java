package io.farebox.api.http;

import io.vertx.core.http.HttpServerOptions;

/** The options of the HTTP server, in one place so that whatever is compared with it runs with the same. */
public final class Serving {
    private static final int BACKLOG = 4096;
    private static final int CHUNK_MAX_BYTES = 8192;

    private Serving() {}

    /** The options for an address and limits. */
    public static HttpServerOptions options(String host, int port, Limits limits) {
        return new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setAcceptBacklog(BACKLOG)
                .setTcpNoDelay(true)
                .setReuseAddress(true)
                .setIdleTimeout(limits.idleTimeoutSeconds())
                .setMaxInitialLineLength(limits.lineMaxBytes())
                .setMaxHeaderSize(limits.headersMaxBytes())
                .setMaxChunkSize(CHUNK_MAX_BYTES)
                // One protocol, one set of limits: HTTP/2 has many of its own, and a proxy in front can speak it.
                .setHttp2ClearTextEnabled(false)
                // There are no WebSockets here, and their handlers refuse pipelines that are deep.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setCompressionSupported(false)
                .setDecompressionSupported(false);
    }
}
