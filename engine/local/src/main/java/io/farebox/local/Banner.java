package io.farebox.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;

/** What {@code ./farebox dev} prints when everything runs: addresses, keys, and a command to try. */
final class Banner {
    private static final double NANOS_PER_SECOND = 1e9;

    private Banner() {}

    static String of(URI api, URI management, String operatorKey, DemoCustomer demo, Path state) {
        StringBuilder keys = new StringBuilder();
        for (String role : Demo.ROLES) {
            keys.append(row(role, demo.key(role)));
        }
        return "\n"
                + row("API", api.toString())
                + row("docs", api.resolve("/docs").toString())
                + row("management", management.resolve("/metrics").toString())
                + row("operator key", operatorKey)
                + "\n"
                + row("demo account", demo.account() + "  (list \"" + demo.list() + "\")")
                + keys
                + row("connections", String.join(", ", demo.connections().keySet()))
                + row("kept in", state.toString())
                + "\nTry:\n\n"
                + send(api, demo)
                + "\nCtrl-C stops everything.";
    }

    /** One phase, as in "  redis       ready in 0.2 s  redis://127.0.0.1:23456". */
    static String phase(String name, String what, long tookNanos, String where) {
        return String.format(Locale.ROOT, "  %-12s %s in %6s  %s", name, what, seconds(tookNanos), where)
                .stripTrailing();
    }

    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / NANOS_PER_SECOND);
    }

    private static String row(String name, String value) {
        return String.format(Locale.ROOT, "  %-13s %s%n", name, value);
    }

    private static String send(URI api, DemoCustomer demo) {
        return "  curl " + api.resolve("/v1/sends") + " -H 'Authorization: Bearer " + demo.key("basic") + "' \\\n"
                + "    -H 'Content-Type: application/json' \\\n"
                + "    -d '{\"list\": \"" + demo.list()
                + "\", \"text\": \"Hello from Farebox\", \"to\": [\"+12025550123\", \"+4915112345678\"]}'\n";
    }
}
