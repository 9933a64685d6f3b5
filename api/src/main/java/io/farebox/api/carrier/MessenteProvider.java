package io.farebox.api.carrier;

import io.farebox.charge.Event;
import java.util.List;
import java.util.Locale;

/**
 * Messente's delivery reports. Signed with X-Messente-Signature: the HMAC-SHA256 of the body in hexadecimal.
 *
 * @see <a href="https://messente.com/documentation/sms-messaging/delivery-report">Messente: delivery reports</a>
 */
final class MessenteProvider implements Provider {
    @Override
    public String name() {
        return "messente";
    }

    @Override
    public List<Report> read(Delivery delivery) {
        byte[] mac = Hmac.of("HmacSHA256", delivery.secret(), delivery.call().body());
        delivery.verify(
                Hmac.same(Hmac.hex(mac), delivery.header("X-Messente-Signature").toLowerCase(Locale.ROOT)));
        Foreign body = Foreign.of(delivery);
        String status = body.text("status");
        String error = body.text("err");
        return List.of(Report.of(
                delivery.message(body.text("message_id")),
                status(status),
                error.isEmpty() || error.equals("0") ? status : status + " " + error));
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
