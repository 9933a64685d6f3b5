package io.farebox.api.carrier;

import io.farebox.charge.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * seven's delivery webhooks, by GET, form or JSON. Signed with X-Signature over time, nonce, verb, address and body.
 *
 * @see <a href="https://docs.seven.io/en/webhooks">seven: webhooks</a>
 */
final class SevenProvider implements Provider {
    @Override
    public String name() {
        return "seven";
    }

    @Override
    public List<Report> read(Delivery delivery) {
        delivery.verify(isSigned(delivery));
        Map<String, String> fields = fields(delivery);
        String status = fields.getOrDefault("status", "");
        return List.of(Report.of(
                delivery.message(fields.getOrDefault("foreign_id", ""), fields.getOrDefault("msg_id", "")),
                status(status.toUpperCase(Locale.ROOT)),
                status));
    }

    /** What is told of the message stands in data, which forms and queries write as data[...], or beside it. */
    private static Map<String, String> fields(Delivery delivery) {
        Map<String, String> fields = delivery.fields();
        Map<String, String> all = new HashMap<>(fields);
        fields.forEach((name, text) -> {
            if (name.startsWith("data[") && name.endsWith("]")) {
                all.put(name.substring("data[".length(), name.length() - 1), text);
            }
        });
        if (delivery.isJson()) {
            all.putAll(Foreign.of(delivery).at("data").texts());
        }
        return all;
    }

    private static Event status(String status) {
        return switch (status) {
            case "DELIVERED" -> Event.DELIVERED;
            case "NOTDELIVERED", "EXPIRED", "REJECTED", "FAILED" -> Event.FAILED;
            case "UNKNOWN" -> Event.UNKNOWN;
            default -> Event.UNDERWAY;
        };
    }

    /** The address counts whole or as its path alone. */
    private static boolean isSigned(Delivery delivery) {
        String timestamp = delivery.header("X-Timestamp");
        String head = timestamp + "\n" + delivery.header("X-Nonce") + "\n"
                + delivery.call().method() + "\n";
        String tail = "\n" + Hmac.hex(Hmac.digest("MD5", delivery.call().body()));
        String given = delivery.header("X-Signature").toLowerCase(Locale.ROOT);
        return delivery.isRecent(timestamp)
                && List.of(delivery.url(), delivery.path()).stream()
                        .anyMatch(address -> Hmac.same(
                                Hmac.hex(Hmac.of("HmacSHA256", delivery.secret(), head + address + tail)), given));
    }
}
