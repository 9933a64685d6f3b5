package io.farebox.api.carrier;

import io.farebox.charge.Event;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Messente's delivery reports: of its Omnichannel API by JSON, signed with X-Messente-Signature, the HMAC-SHA256 of the body
 * in hexadecimal; of its older SMS API by GET, which is not signed and verified by a token.
 *
 * @see <a href="https://messente.com/documentation/omnichannel-api/delivery-report">Messente: Omnichannel reports</a>
 * @see <a href="https://messente.com/documentation/sms-messaging/delivery-report">Messente: SMS reports</a>
 */
final class MessenteProvider implements Provider {
    @Override
    public String name() {
        return "messente";
    }

    @Override
    public List<Report> read(Delivery delivery) {
        byte[] body = delivery.call().body();
        verify(delivery, body);
        // Beside a body that is signed, the query is not, and counts for nothing but the message.
        Map<String, String> fields =
                body.length == 0 ? delivery.fields() : Foreign.of(delivery).texts();
        String status = fields.getOrDefault("stat", fields.getOrDefault("status", ""));
        String error = fields.getOrDefault("err", "");
        return List.of(Report.of(
                delivery.message(
                        fields.getOrDefault("omnimessage_id", ""),
                        fields.getOrDefault("sms_unique_id", ""),
                        fields.getOrDefault("message_id", "")),
                status(status.toUpperCase(Locale.ROOT)),
                error.isEmpty() || error.equals("0") ? status : status + " " + error));
    }

    private static void verify(Delivery delivery, byte[] body) {
        if (body.length == 0) {
            delivery.verifyToken();
            return;
        }
        String mac = Hmac.hex(Hmac.of("HmacSHA256", delivery.secret(), body));
        delivery.verify(Hmac.same(mac, delivery.header("X-Messente-Signature").toLowerCase(Locale.ROOT)));
    }

    private static Event status(String status) {
        return switch (status) {
            case "DELIVRD", "SEEN" -> Event.DELIVERED;
            case "UNDELIV", "FAILED", "REJECTD", "EXPIRED", "DELETED" -> Event.FAILED;
            case "NACK" -> Event.NEVER_LEFT;
            case "UNKNOWN" -> Event.UNKNOWN;
            default -> Event.UNDERWAY;
        };
    }
}
