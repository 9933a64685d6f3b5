package io.farebox.api.carrier;

import io.farebox.api.carrier.Report.Status;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Vonage's delivery receipts, by GET, form or JSON. Signed, where that is configured, with a parameter sig over the other
 * parameters in the order of their names.
 *
 * @see <a href="https://developer.vonage.com/en/getting-started/concepts/signing-messages">Vonage: signing messages</a>
 */
final class VonageProvider implements Provider {
    private static final Map<String, Status> STATUSES = Map.of(
            "delivered", Status.DELIVERED,
            "failed", Status.FAILED,
            "expired", Status.FAILED,
            "rejected", Status.FAILED,
            "unknown", Status.UNKNOWN);

    @Override
    public String name() {
        return "vonage";
    }

    @Override
    public List<Report> read(Delivery delivery) {
        Map<String, String> fields = delivery.fields();
        delivery.verify(isSigned(delivery, fields));
        String status = fields.getOrDefault("status", "");
        String error = fields.getOrDefault("err-code", "");
        return List.of(Report.of(
                delivery.message(fields.getOrDefault("client-ref", fields.getOrDefault("messageId", ""))),
                STATUSES.getOrDefault(status.toLowerCase(Locale.ROOT), Status.UNDERWAY),
                error.isEmpty() ? status : status + " " + error));
    }

    /** The length of the signature tells by which of five methods it was made. */
    private static boolean isSigned(Delivery delivery, Map<String, String> fields) {
        String given = fields.getOrDefault("sig", "").toLowerCase(Locale.ROOT);
        StringBuilder text = new StringBuilder();
        new TreeMap<>(fields).forEach((name, value) -> {
            if (!name.equals("sig")) {
                text.append('&').append(name).append('=').append(value.replaceAll("[&=]", "_"));
            }
        });
        String secret = delivery.connection().secret();
        boolean fits = switch (given.length()) {
            case 32 ->
                Hmac.same(Hmac.hex(Hmac.digest("MD5", Hmac.utf8(text + secret))), given)
                        || Hmac.same(Hmac.hex(Hmac.of("HmacMD5", secret, text.toString())), given);
            case 40 -> Hmac.same(Hmac.hex(Hmac.of("HmacSHA1", secret, text.toString())), given);
            case 64 -> Hmac.same(Hmac.hex(Hmac.of("HmacSHA256", secret, text.toString())), given);
            case 128 -> Hmac.same(Hmac.hex(Hmac.of("HmacSHA512", secret, text.toString())), given);
            default -> false;
        };
        return fits && delivery.isRecent(fields.getOrDefault("timestamp", ""));
    }
}
