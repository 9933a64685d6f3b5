package io.farebox.api.carrier;

import io.farebox.charge.Event;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Vonage's delivery receipts, by GET, form or JSON. Signed, where that is configured, with a parameter sig over the other
 * parameters in the order of their names.
 *
 * @see <a href="https://developer.vonage.com/en/getting-started/concepts/signing-messages">Vonage: signing messages</a>
 */
final class VonageProvider implements Provider {
    private static final Set<String> OUR_OWN = Set.of("m", "token");
    private static final Map<String, Event> STATUSES = Map.of(
            "delivered", Event.DELIVERED,
            "failed", Event.FAILED,
            "expired", Event.FAILED,
            "rejected", Event.FAILED,
            "unknown", Event.UNKNOWN);

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
                STATUSES.getOrDefault(status.toLowerCase(Locale.ROOT), Event.UNDERWAY),
                error.isEmpty() ? status : status + " " + error));
    }

    /** What the callback's own address has as parameters is signed by some and not by others. */
    private static boolean isSigned(Delivery delivery, Map<String, String> fields) {
        Map<String, String> signed = new TreeMap<>(fields);
        signed.remove("sig");
        Map<String, String> vonages = new TreeMap<>(signed);
        vonages.keySet().removeAll(OUR_OWN);
        String given = fields.getOrDefault("sig", "").toLowerCase(Locale.ROOT);
        String secret = delivery.secret();
        return delivery.isRecent(fields.getOrDefault("timestamp", ""))
                && (fits(text(signed), secret, given) || fits(text(vonages), secret, given));
    }

    private static String text(Map<String, String> fields) {
        StringBuilder text = new StringBuilder();
        fields.forEach(
                (name, value) -> text.append('&').append(name).append('=').append(value.replaceAll("[&=]", "_")));
        return text.toString();
    }

    /** The length of a signature tells by which of five methods it was made. */
    private static boolean fits(String text, String secret, String given) {
        return switch (given.length()) {
            case 32 ->
                Hmac.same(Hmac.hex(Hmac.digest("MD5", Hmac.utf8(text + secret))), given)
                        || Hmac.same(Hmac.hex(Hmac.of("HmacMD5", secret, text)), given);
            case 40 -> Hmac.same(Hmac.hex(Hmac.of("HmacSHA1", secret, text)), given);
            case 64 -> Hmac.same(Hmac.hex(Hmac.of("HmacSHA256", secret, text)), given);
            case 128 -> Hmac.same(Hmac.hex(Hmac.of("HmacSHA512", secret, text)), given);
            default -> false;
        };
    }
}
