package io.farebox.api.carrier;

import io.farebox.charge.Event;
import java.net.URI;
import java.util.List;
import java.util.Locale;

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
        String status;
        String reference;
        if (delivery.isJson()) {
            Foreign body = Foreign.of(delivery);
            status = body.text("data", "status");
            reference =
                    List.of(body.text("data", "foreign_id"), body.text("foreign_id"), body.text("data", "msg_id"))
                            .stream()
                            .filter(text -> !text.isEmpty())
                            .findFirst()
                            .orElse("");
        } else {
            status = delivery.parameterOrEmpty("status", "data[status]");
            reference = delivery.parameterOrEmpty("foreign_id", "data[foreign_id]");
        }
        return List.of(Report.of(delivery.message(reference), status(status.toUpperCase(Locale.ROOT)), status));
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
        URI url = URI.create(delivery.callbackUrl());
        String path = url.getRawPath()
                + delivery.url().substring(delivery.callbackUrl().length());
        String given = delivery.header("X-Signature").toLowerCase(Locale.ROOT);
        return delivery.isRecent(timestamp)
                && List.of(delivery.url(), path).stream()
                        .anyMatch(address -> Hmac.same(
                                Hmac.hex(Hmac.of("HmacSHA256", delivery.secret(), head + address + tail)), given));
    }
}
