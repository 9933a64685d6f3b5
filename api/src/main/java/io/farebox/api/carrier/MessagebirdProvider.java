package io.farebox.api.carrier;

import io.farebox.charge.Event;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * MessageBird's status reports, by GET, and those of Bird's channels, by JSON. Signed with a JSON web token (HS256) over the
 * address and the body; by Bird with MessageBird-Signature over time, address and body; of older accounts with the same over
 * time, query and body.
 *
 * @see <a href="https://developers.messagebird.com/api/#verifying-http-requests">MessageBird: verifying requests</a>
 * @see <a href="https://docs.bird.com/api/channels-api/message-status-and-interactions">Bird: message status</a>
 */
final class MessagebirdProvider implements Provider {
    private static final Map<String, Event> STATUSES = Map.of(
            "delivered", Event.DELIVERED,
            "expired", Event.FAILED,
            "delivery_failed", Event.FAILED,
            "rejected", Event.NEVER_LEFT,
            "sending_failed", Event.NEVER_LEFT,
            "skipped", Event.NEVER_LEFT);

    @Override
    public String name() {
        return "messagebird";
    }

    @Override
    public List<Report> read(Delivery delivery) {
        String token = delivery.header("MessageBird-Signature-JWT");
        delivery.verify(token.isEmpty() ? isSignedPlainly(delivery) : isSigned(delivery, token));
        Map<String, String> fields = fields(delivery);
        String status = fields.getOrDefault("status", "");
        String error = fields.getOrDefault("statusErrorCode", "");
        return List.of(Report.of(
                delivery.message(fields.getOrDefault("reference", ""), fields.getOrDefault("id", "")),
                STATUSES.getOrDefault(status.toLowerCase(Locale.ROOT), Event.UNDERWAY),
                error.isEmpty() ? status : status + " " + error));
    }

    /** Bird wraps the message in the event that tells of it. */
    private static Map<String, String> fields(Delivery delivery) {
        Map<String, String> fields = delivery.fields();
        if (delivery.isJson()) {
            fields.putAll(Foreign.of(delivery).at("payload").texts());
        }
        return fields;
    }

    private static boolean isSigned(Delivery delivery, String token) {
        Jwt jwt = Jwt.signed(token, delivery.secret());
        byte[] body = delivery.call().body();
        return jwt != null
                && jwt.seconds("nbf") * 1000 <= delivery.nowMs() + 1000
                && delivery.nowMs() < jwt.seconds("exp") * 1000
                && Hmac.hex(Hmac.digest("SHA-256", Hmac.utf8(delivery.url()))).equals(jwt.text("url_hash"))
                && (body.length == 0 || Hmac.hex(Hmac.digest("SHA-256", body)).equals(jwt.text("payload_hash")));
    }

    private static boolean isSignedPlainly(Delivery delivery) {
        String secret = delivery.secret();
        String timestamp = delivery.header("MessageBird-Request-Timestamp");
        byte[] body = delivery.call().body();
        return delivery.isRecent(timestamp)
                && Stream.of(delivery.url(), sorted(delivery.call().query()))
                        .anyMatch(place -> Hmac.same(
                                signature(secret, timestamp, place, body), delivery.header("MessageBird-Signature")));
    }

    /** @param place the address, or as older accounts have it the query in the order of its names */
    static String signature(String secret, String timestamp, String place, byte[] body) {
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes(Hmac.utf8(timestamp + "\n" + place + "\n"));
        signed.writeBytes(Hmac.digest("SHA-256", body));
        return Hmac.base64(Hmac.of("HmacSHA256", secret, signed.toByteArray()));
    }

    static String sorted(Map<String, List<String>> parameters) {
        return new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(field -> encoded(field.getKey()) + "="
                                + encoded(field.getValue().get(0)))
                        .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
