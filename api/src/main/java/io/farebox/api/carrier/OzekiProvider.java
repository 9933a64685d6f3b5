package io.farebox.api.carrier;

import io.farebox.directory.Connection;
import java.util.List;
import java.util.Set;

/**
 * Reports of an Ozeki gateway, by GET to an address with the operator's own placeholders, verified by a token. The fields
 * that are read are {@code status} (or {@code state}) with SMPP's words, {@code m} or {@code reference}, and {@code error},
 * or what the connection calls them.
 *
 * @see <a href="https://ozeki-sms-gateway.com/p_2373-http-sms-api.html">Ozeki: HTTP API</a>
 */
final class OzekiProvider implements Provider {
    @Override
    public String name() {
        return "ozeki";
    }

    @Override
    public Set<String> configurableFields() {
        return Set.of("status", "reference", "error");
    }

    @Override
    public List<Report> read(Delivery delivery) {
        delivery.verifyToken();
        Connection.Mapping mapping = delivery.connection().mapping();
        String status = delivery.parameterOrEmpty(mapping.field("status"), "state");
        String error = delivery.parameterOrEmpty(mapping.field("error"));
        return List.of(Report.of(
                delivery.message(delivery.parameterOrEmpty(mapping.field("reference"))),
                Stat.of(status, mapping),
                error.isEmpty() ? status : status + " " + error));
    }
}
