package io.farebox.api.carrier;

import io.farebox.charge.Event;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Sinch's delivery reports, of a batch or of one recipient. Signed with x-sinch-webhook-signature: the Base64 of the HMAC of
 * body, nonce and timestamp, with full stops between them; or verified by a token or Basic authentication.
 *
 * @see <a href="https://developers.sinch.com/docs/sms/api-reference/sms/webhooks/">Sinch: SMS webhooks</a>
 */
final class SinchProvider implements Provider {
    private static final Set<String> NOT_SENT_CODES = Set.of("402", "408");
    private static final String EXPIRED_BEFORE = "406";

    @Override
    public String name() {
        return "sinch";
    }

    @Override
    public List<Report> read(Delivery delivery) {
        if (delivery.header("x-sinch-webhook-signature").isEmpty()) {
            delivery.verifyToken();
        } else {
            delivery.verify(isSigned(delivery));
        }
        Foreign body = Foreign.of(delivery);
        String batch = body.text("batch_id");
        String message = delivery.message(body.text("client_reference"), batch);
        List<Foreign> statuses = body.at("statuses").items();
        if (statuses.isEmpty()) {
            return List.of(report(message, body));
        }
        // A batch has one reference: it tells which message a status is of only where there is one recipient.
        return statuses.size() == 1 && !isOfSeveral(statuses.get(0))
                ? List.of(report(message, statuses.get(0)))
                : statuses.stream().flatMap(status -> ofEach(batch, status)).toList();
    }

    /** A summary names no recipients: it says how many, and nothing that could be settled. */
    private static Stream<Report> ofEach(String batch, Foreign status) {
        return status.at("recipients").listed().stream().map(number -> report(CarrierId.ofOne(batch, number), status));
    }

    private static boolean isOfSeveral(Foreign status) {
        return status.at("recipients").items().size() > 1
                || !status.text("count").matches("|[01]");
    }

    private static Report report(String message, Foreign said) {
        String status = said.text("status");
        String code = said.text("code");
        return Report.of(message, status(status.toLowerCase(Locale.ROOT), code), status + " " + code);
    }

    private static Event status(String status, String code) {
        return switch (status) {
            case "delivered" -> Event.DELIVERED;
            case "aborted", "cancelled" -> Event.NEVER_LEFT;
            case "rejected" -> NOT_SENT_CODES.contains(code) ? Event.NEVER_LEFT : Event.FAILED;
            case "expired" -> code.equals(EXPIRED_BEFORE) ? Event.NEVER_LEFT : Event.FAILED;
            case "deleted", "failed" -> Event.FAILED;
            case "unknown" -> Event.UNKNOWN;
            default -> Event.UNDERWAY;
        };
    }

    private static boolean isSigned(Delivery delivery) {
        String nonce = delivery.header("x-sinch-webhook-signature-nonce");
        String timestamp = delivery.header("x-sinch-webhook-signature-timestamp");
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes(delivery.call().body());
        signed.writeBytes(Hmac.utf8("." + nonce + "." + timestamp));
        String algorithm =
                delivery.header("x-sinch-webhook-signature-algorithm").toLowerCase(Locale.ROOT);
        String mac = switch (algorithm) {
            case "", "hmacsha256" -> "HmacSHA256";
            case "hmacsha512" -> "HmacSHA512";
            case "hmacsha1" -> "HmacSHA1";
            default -> "";
        };
        return !mac.isEmpty()
                && delivery.isRecent(timestamp)
                && Hmac.same(
                        Hmac.base64(Hmac.of(mac, delivery.secret(), signed.toByteArray())),
                        delivery.header("x-sinch-webhook-signature"));
    }
}
