package io.farebox.api.carrier;

import io.farebox.api.carrier.Report.Status;
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
            delivery.verify(Hmac.same(delivery.connection().secret(), login(authorization)));
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
    private static Status status(Foreign result) {
        switch (result.text("status", "id")) {
            case "2" -> {
                return Status.UNDERWAY;
            }
            case "5" -> {
                return Status.DELIVERED;
            }
            case "31" -> {
                return Status.NEVER_LEFT;
            }
            case "29" -> {
                return Status.UNKNOWN;
            }
            default -> {
                return ofGroup(result.text("status", "groupName"));
            }
        }
    }

    private static Status ofGroup(String group) {
        return switch (group) {
            case "UNDELIVERABLE", "EXPIRED" -> Status.FAILED;
            case "REJECTED" -> Status.NEVER_LEFT;
            default -> Status.UNDERWAY;
        };
    }
}
