package io.farebox.api.carrier;

import io.farebox.charge.Event;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plivo's status callbacks, by form or GET. Signed with X-Plivo-Signature-V3 over address, parameters and nonce, or with V2
 * over address and nonce alone. A subaccount's callbacks are signed with its own token, and with the main account's under
 * the names that have Ma.
 *
 * @see <a href="https://www.plivo.com/docs/messaging/concepts/signature-validation">Plivo: signature validation</a>
 */
final class PlivoProvider implements Provider {
    private static final Map<String, Event> STATUSES = Map.of(
            "delivered", Event.DELIVERED,
            "read", Event.DELIVERED,
            "undelivered", Event.FAILED,
            "rejected", Event.FAILED,
            "failed", Event.NEVER_LEFT);

    @Override
    public String name() {
        return "plivo";
    }

    @Override
    public List<Report> read(Delivery delivery) {
        delivery.verify(isSigned(delivery));
        Map<String, String> fields = delivery.fields();
        String status = fields.getOrDefault("Status", "");
        String error = fields.getOrDefault("ErrorCode", "");
        return List.of(Report.of(
                delivery.message(fields.getOrDefault("MessageUUID", "")),
                STATUSES.getOrDefault(status.toLowerCase(Locale.ROOT), Event.UNDERWAY),
                error.isEmpty() || error.equals("000") ? status : status + " " + error));
    }

    private static boolean isSigned(Delivery delivery) {
        List<String> v3 = signatures(delivery, "V3");
        if (!v3.isEmpty()) {
            return fits(delivery, v3, signedV3(delivery) + "." + nonce(delivery, "V3"));
        }
        return fits(delivery, signatures(delivery, "V2"), delivery.callbackUrl() + nonce(delivery, "V2"));
    }

    private static List<String> signatures(Delivery delivery, String version) {
        return Stream.of("X-Plivo-Signature-" + version, "X-Plivo-Signature-Ma-" + version)
                .flatMap(name -> Arrays.stream(delivery.header(name).split(",", -1)))
                .map(String::strip)
                .filter(signature -> !signature.isEmpty())
                .toList();
    }

    private static String nonce(Delivery delivery, String version) {
        return delivery.header("X-Plivo-Signature-" + version + "-Nonce");
    }

    /** An account with several tokens signs with each of them. */
    private static boolean fits(Delivery delivery, List<String> given, String signed) {
        String expected = Hmac.base64(Hmac.of("HmacSHA256", delivery.secret(), signed));
        return given.stream().anyMatch(one -> Hmac.same(expected, one));
    }

    private static String signedV3(Delivery delivery) {
        String query = new TreeMap<>(delivery.call().query())
                .entrySet().stream()
                        .flatMap(field -> field.getValue().stream().sorted().map(value -> field.getKey() + "=" + value))
                        .collect(Collectors.joining("&"));
        String form = new TreeMap<>(delivery.form())
                .entrySet().stream()
                        .flatMap(field -> field.getValue().stream().sorted().map(value -> field.getKey() + value))
                        .collect(Collectors.joining());
        String address = delivery.callbackUrl();
        if (!query.isEmpty() || !form.isEmpty()) {
            address += "?" + query;
        }
        return query.isEmpty() || form.isEmpty() ? address + form : address + "." + form;
    }
}
