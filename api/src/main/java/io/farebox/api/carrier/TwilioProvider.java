package io.farebox.api.carrier;

import io.farebox.charge.Event;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Twilio's status callbacks. Signed with X-Twilio-Signature: the Base64 of the HMAC-SHA1 of the URL and, for a form, each
 * field's name and value in the order of the names.
 *
 * @see <a href="https://www.twilio.com/docs/usage/security#validating-requests">Twilio: validating requests</a>
 */
final class TwilioProvider implements Provider {
    private static final Map<String, Event> STATUSES = Map.of(
            "delivered", Event.DELIVERED,
            "read", Event.DELIVERED,
            "canceled", Event.NEVER_LEFT,
            "undelivered", Event.FAILED,
            "failed", Event.NEVER_LEFT);

    @Override
    public String name() {
        return "twilio";
    }

    @Override
    public List<Report> read(Delivery delivery) {
        delivery.verify(isSigned(delivery));
        Map<String, String> fields = delivery.fields();
        String status = fields.getOrDefault("MessageStatus", fields.getOrDefault("SmsStatus", ""));
        String error = fields.getOrDefault("ErrorCode", "");
        return List.of(Report.of(
                delivery.message(fields.getOrDefault("SmsSid", ""), fields.getOrDefault("MessageSid", "")),
                STATUSES.getOrDefault(status.toLowerCase(Locale.ROOT), Event.UNDERWAY),
                error.isEmpty() ? status : status + " " + error));
    }

    /** A proxy may have added or taken the port: the address counts with and without it. */
    private static boolean isSigned(Delivery delivery) {
        String given = delivery.header("X-Twilio-Signature");
        String secret = delivery.secret();
        return isBodySigned(delivery)
                && List.of(delivery.url(), withPort(delivery.url()), withoutPort(delivery.url())).stream()
                        .anyMatch(url -> Hmac.same(signature(secret, url, delivery.form()), given));
    }

    static String signature(String secret, String url, Map<String, List<String>> form) {
        StringBuilder signed = new StringBuilder(url);
        new TreeMap<>(form)
                .forEach((name, values) -> values.stream()
                        .sorted()
                        .distinct()
                        .forEach(value -> signed.append(name).append(value)));
        return Hmac.base64(Hmac.of("HmacSHA1", secret, signed.toString()));
    }

    /** The digest of a JSON body is in the query, which is signed. */
    private static boolean isBodySigned(Delivery delivery) {
        if (!delivery.isJson()) {
            return true;
        }
        List<String> digest = delivery.call().query().getOrDefault("bodySHA256", List.of(""));
        return Hmac.same(Hmac.hex(Hmac.digest("SHA-256", delivery.call().body())), digest.get(0));
    }

    private static String withPort(String url) {
        URI uri = URI.create(url);
        int port = "https".equals(uri.getScheme()) ? 443 : 80;
        return uri.getPort() >= 0 ? url : url.replaceFirst("(://[^/?]+)", "$1:" + port);
    }

    private static String withoutPort(String url) {
        return url.replaceFirst("(://[^/?:]+):[0-9]+", "$1");
    }
}
