package io.farebox.api.carrier;

import io.farebox.charge.Event;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Infobip's delivery reports, up to thousands in one delivery. Verified by Basic authentication, the secret being
 * USER:PASSWORD, or by a token.
 *
 * @see <a href="https://www.infobip.com/docs/essentials/response-status-and-error-codes">Infobip: status codes</a>
 */
final class InfobipProvider implements Provider {
    private static final String BASIC = "Basic ";

    @Override
    public String name() {
        return "infobip";
    }

    @Override
    public List<Report> read(Delivery delivery) {
        String authorization = delivery.header("Authorization");
        if (authorization.startsWith(BASIC)) {
            delivery.verify(Hmac.same(delivery.secret(), login(authorization)));
        } else {
            delivery.verifyToken();
        }
        return Foreign.of(delivery).at("results").items().stream()
                .map(result -> report(delivery, result))
                .toList();
    }

    private static String login(String authorization) {
        try {
            byte[] login = Base64.getDecoder()
                    .decode(authorization.substring(BASIC.length()).strip());
            return new String(login, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Report report(Delivery delivery, Foreign result) {
        String name = result.text("status", "name");
        String error = result.text("error", "name");
        return Report.of(
                delivery.message(
                        result.text("callbackData").isEmpty() ? result.text("messageId") : result.text("callbackData")),
                status(result),
                error.isEmpty() || error.equals("NO_ERROR") ? name : name + " " + error);
    }

    /** DELIVERED_TO_OPERATOR is of the group DELIVERED, and yet nothing has arrived. */
    private static Event status(Foreign result) {
        switch (result.text("status", "id")) {
            case "2" -> {
                return Event.UNDERWAY;
            }
            case "5" -> {
                return Event.DELIVERED;
            }
            case "31" -> {
                return Event.NEVER_LEFT;
            }
            case "29" -> {
                return Event.UNKNOWN;
            }
            default -> {
                return ofGroup(result.text("status", "groupName"));
            }
        }
    }

    private static Event ofGroup(String group) {
        return switch (group) {
            case "UNDELIVERABLE", "EXPIRED" -> Event.FAILED;
            case "REJECTED" -> Event.NEVER_LEFT;
            default -> Event.UNDERWAY;
        };
    }
}
