package io.farebox.loadtest.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/** A server that requests go to, and how they are written for it. */
public record Target(String host, int port) {
    private static final int HTTP_PORT = 80;

    /** The server of a URL; plain HTTP only, because a load test measures the engine and not its proxy's TLS. */
    public static Target of(URI uri) {
        if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("not an http URL: " + uri);
        }
        return new Target(uri.getHost(), uri.getPort() < 0 ? HTTP_PORT : uri.getPort());
    }

    public URI uri() {
        return URI.create("http://" + host + ":" + port);
    }

    InetSocketAddress address() {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("unknown host: " + host, e);
        }
    }

    /**
     * A POST request as it goes over the wire.
     *
     * @param headers further header lines, each ended by CR and LF; may be empty
     */
    public byte[] post(String path, String key, String headers, String body) {
        return withBody("POST", path, key, headers, body);
    }

    /** A PUT request as it goes over the wire. */
    public byte[] put(String path, String key, String body) {
        return withBody("PUT", path, key, "", body);
    }

    private byte[] withBody(String method, String path, String key, String headers, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        byte[] head = (line(method, path, key) + headers + "Content-Type: application/json\r\nContent-Length: "
                        + content.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[head.length + content.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(content, 0, request, head.length, content.length);
        return request;
    }

    /** A GET request as it goes over the wire. */
    public byte[] get(String path, String key) {
        return (line("GET", path, key) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private String line(String method, String path, String key) {
        return method + " " + path + " HTTP/1.1\r\nHost: " + host + ":" + port + "\r\nAuthorization: Bearer " + key
                + "\r\n";
    }
}
