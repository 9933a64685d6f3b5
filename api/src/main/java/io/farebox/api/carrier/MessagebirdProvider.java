package io.farebox.api.carrier;

import io.farebox.api.json.JsonInput;
import io.farebox.api.json.Malformed;
import io.farebox.charge.Event;
import io.farebox.charge.Ids;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * MessageBird's status reports, by GET. Signed with a JSON web token (HS256) over the address and the body; older accounts
 * with MessageBird-Signature over time, query and body.
 *
 * @see <a href="https://developers.messagebird.com/api/#verifying-http-requests">MessageBird: verifying requests</a>
 */
final class MessagebirdProvider implements Provider {
    private static final int CLAIMS_MAX = 100;
    private static final Map<String, Event> STATUSES =
            Map.of("delivered", Event.DELIVERED, "expired", Event.FAILED, "delivery_failed", Event.FAILED);

    @Override
    public String name() {
        return "messagebird";
    }

    @Override
    public List<Report> read(Delivery delivery) {
        String token = delivery.header("MessageBird-Signature-JWT");
        delivery.verify(token.isEmpty() ? isSignedAsBefore(delivery) : isSigned(delivery, token));
        Map<String, String> fields = delivery.fields();
        String status = fields.getOrDefault("status", "");
        String error = fields.getOrDefault("statusErrorCode", "");
        return List.of(Report.of(
                delivery.message(reference(fields)),
                STATUSES.getOrDefault(status.toLowerCase(Locale.ROOT), Event.UNDERWAY),
                error.isEmpty() ? status : status + " " + error));
    }

    /** A reference of ours, or the carrier's own id. */
    private static String reference(Map<String, String> fields) {
        String reference = fields.getOrDefault("reference", "");
        return Ids.isMessage(reference) ? reference : fields.getOrDefault("id", reference);
    }

    private static boolean isSigned(Delivery delivery, String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return false;
        }
        byte[] mac = Hmac.of("HmacSHA256", delivery.secret(), parts[0] + "." + parts[1]);
        String expected = Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
        Map<String, Object> claims = claims(parts[1]);
        byte[] body = delivery.call().body();
        return Hmac.same(expected, parts[2])
                && "HS256".equals(claims(parts[0]).get("alg"))
                && isNow(claims, delivery.nowMs())
                && Hmac.hex(Hmac.digest("SHA-256", Hmac.utf8(delivery.url()))).equals(claims.get("url_hash"))
                && (body.length == 0 || Hmac.hex(Hmac.digest("SHA-256", body)).equals(claims.get("payload_hash")));
    }

    private static boolean isNow(Map<String, Object> claims, long nowMs) {
        return seconds(claims.get("nbf")) * 1000 <= nowMs + 1000 && nowMs < seconds(claims.get("exp")) * 1000;
    }

    private static long seconds(@Nullable Object claim) {
        return claim instanceof String text && text.matches("[0-9]{1,12}") ? Long.parseLong(text) : 0;
    }

    @SuppressWarnings("unchecked") // any() gives maps of texts to anything
    private static Map<String, Object> claims(String part) {
        try {
            byte[] json = Base64.getUrlDecoder().decode(part);
            Object claims = JsonInput.<Object>read(json, 0, json.length, in -> {
                Object read = in.any(CLAIMS_MAX);
                return read == null ? Map.of() : read;
            });
            return claims instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
        } catch (IllegalArgumentException | Malformed e) {
            return Map.of();
        }
    }

    private static boolean isSignedAsBefore(Delivery delivery) {
        String timestamp = delivery.header("MessageBird-Request-Timestamp");
        String expected = signature(
                delivery.secret(),
                timestamp,
                delivery.call().query(),
                delivery.call().body());
        return delivery.isRecent(timestamp) && Hmac.same(expected, delivery.header("MessageBird-Signature"));
    }

    static String signature(String secret, String timestamp, Map<String, List<String>> parameters, byte[] body) {
        String query = new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(field -> encoded(field.getKey()) + "="
                                + encoded(field.getValue().get(0)))
                        .collect(Collectors.joining("&"));
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes(Hmac.utf8(timestamp + "\n" + query + "\n"));
        signed.writeBytes(Hmac.digest("SHA-256", body));
        return Hmac.base64(Hmac.of("HmacSHA256", secret, signed.toByteArray()));
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }
}
