package io.farebox.api.carrier;

import io.farebox.charge.Event;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Vonage's delivery receipts, by GET, form or JSON, and the status callbacks of its Messages API. Receipts are signed, where
 * that is configured, with a parameter sig over the other parameters in the order of their names; callbacks with a JSON web
 * token over the body.
 *
 * @see <a href="https://developer.vonage.com/en/getting-started/concepts/signing-messages">Vonage: signing messages</a>
 * @see <a href="https://developer.vonage.com/en/messages/concepts/messages-status-callbacks">Vonage: status callbacks</a>
 * @see <a href="https://api.support.vonage.com/hc/en-us/articles/360018438551-DLR-Statuses">Vonage: statuses</a>
 */
final class VonageProvider implements Provider {
    private static final String BEARER = "Bearer ";
    private static final Set<String> OUR_OWN = Set.of("m", "token");
    /** Of receipts, in both of the ways in which they are documented, and of the Messages API. */
    private static final Map<String, Event> STATUSES = Map.ofEntries(
            Map.entry("delivered", Event.DELIVERED),
            Map.entry("delivrd", Event.DELIVERED),
            Map.entry("read", Event.DELIVERED),
            Map.entry("failed", Event.FAILED),
            Map.entry("expired", Event.FAILED),
            Map.entry("rejected", Event.FAILED),
            Map.entry("rejectd", Event.FAILED),
            Map.entry("undeliverable", Event.FAILED),
            Map.entry("undeliv", Event.FAILED),
            Map.entry("deleted", Event.FAILED),
            Map.entry("unknown", Event.UNKNOWN));

    @Override
    public String name() {
        return "vonage";
    }

    @Override
    public List<Report> read(Delivery delivery) {
        Map<String, String> fields = verified(delivery);
        String status = fields.getOrDefault("status", "");
        String error = fields.getOrDefault("err-code", "");
        return List.of(Report.of(
                delivery.message(
                        fields.getOrDefault("client-ref", ""),
                        fields.getOrDefault("client_ref", ""),
                        fields.getOrDefault("messageId", fields.getOrDefault("message_uuid", ""))),
                STATUSES.getOrDefault(status.toLowerCase(Locale.ROOT), Event.UNDERWAY),
                error.isEmpty() ? status : status + " " + error));
    }

    /** The fields that are signed: a token signs the body alone. */
    private static Map<String, String> verified(Delivery delivery) {
        String token = delivery.header("Authorization");
        if (token.startsWith(BEARER)) {
            delivery.verify(isSigned(delivery, token.substring(BEARER.length()).strip()));
            return Foreign.of(delivery).texts();
        }
        Map<String, String> fields = delivery.fields();
        delivery.verify(isSigned(delivery, fields));
        return fields;
    }

    private static boolean isSigned(Delivery delivery, String token) {
        Jwt jwt = Jwt.signed(token, delivery.secret());
        return jwt != null
                && delivery.isRecent(jwt.text("iat"))
                && Hmac.hex(Hmac.digest("SHA-256", delivery.call().body())).equals(jwt.text("payload_hash"));
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
