package io.farebox.api.carrier;

import io.farebox.directory.Connection;

/** The address to which a connection's carrier brings its reports. */
final class CallbackUrl {
    private static final String PATH = "/v1/dlr/";

    private CallbackUrl() {}

    /**
     * The connection's own, which may be a whole callback or the address of a proxy in front of us; else one under the
     * installation's.
     */
    static String of(Connection connection, String installation) {
        String base = connection.publicUrl().isEmpty() ? installation : connection.publicUrl();
        if (base.contains(PATH)) {
            return base;
        }
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + PATH + connection.name();
    }
}
