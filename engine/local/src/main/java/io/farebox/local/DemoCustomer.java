package io.farebox.local;

import java.util.Map;

/**
 * What the demo customer is known by, as kept in demo.json.
 *
 * @param keys by role
 * @param connections by name
 */
record DemoCustomer(String account, String list, Map<String, RoleKey> keys, Map<String, Carrier> connections) {

    /** An API key; the API shows it once, so this is where it is kept. */
    record RoleKey(String id, String key) {}

    /**
     * A connection.
     *
     * @param callbackUrl where the carrier is to send its delivery reports
     * @param secret what the carrier proves itself by, empty where it need not
     */
    record Carrier(String id, String provider, String callbackUrl, String secret) {}

    String key(String role) {
        RoleKey key = keys.get(role);
        return key == null ? "" : key.key();
    }
}
