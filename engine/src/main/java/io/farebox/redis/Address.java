package io.farebox.redis;

import io.lettuce.core.RedisURI;

/** Where a Redis listens. */
record Address(String host, int port) {
    static Address of(RedisURI uri) {
        return new Address(uri.getHost(), uri.getPort());
    }

    /** Reads host:port, where the host may have colons of its own. */
    static Address of(String text) {
        int colon = text.lastIndexOf(':');
        return new Address(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
