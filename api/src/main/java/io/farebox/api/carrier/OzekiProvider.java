package io.farebox.api.carrier;

import java.util.List;

/**
 * Reports of an Ozeki gateway, by GET to an address with the operator's own placeholders, verified by a token. The fields
 * that are read are {@code status} (or {@code state}) with SMPP's words, {@code m} or {@code reference}, and {@code error}.
 *
 * @see <a href="https://ozeki-sms-gateway.com/p_2373-http-sms-api.html">Ozeki: HTTP API</a>
 */
final class OzekiProvider implements Provider {
    @Override
    public String name() {
        return "ozeki";
    }

    @Override
    public List<Report> read(Delivery delivery) {
        delivery.verifyToken();
        String status = delivery.parameterOrEmpty("status", "state");
        String error = delivery.parameterOrEmpty("error");
        return List.of(Report.of(
                delivery.message(delivery.parameterOrEmpty("reference")),
                Stat.of(status),
                error.isEmpty() ? status : status + " " + error));
    }
}
