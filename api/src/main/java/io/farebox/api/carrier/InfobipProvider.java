package io.farebox.api.carrier;

import io.farebox.charge.Event;
import java.util.List;

/**
 * Infobip's delivery reports, up to thousands in one delivery. Verified by a token, or by Basic
 * authentication, the secret being USER:PASSWORD.
 *
 * @see <a href="https://www.infobip.com/docs/essentials/api-essentials/response-status-and-error-codes">Infobip: status codes</a>
 */
final class InfobipProvider implements Provider {
    @Override
    public String name() {
        return "infobip";
    }

    @Override
    public List<Report> read(Delivery delivery) {
        delivery.verifyToken();
        return Foreign.of(delivery).at("results").items().stream()
                .map(result -> report(delivery, result))
                .toList();
    }

    private static Report report(Delivery delivery, Foreign result) {
        String name = result.text("status", "name");
        String error = result.text("error", "name");
        return Report.of(
                delivery.message(result.text("callbackData"), result.text("messageId")),
                status(result),
                error.isEmpty() || error.equals("NO_ERROR") ? name : name + " " + error);
    }

    /** Most statuses mean what their group does, and these do not: by id, or by name where there is no id. */
    private static Event status(Foreign result) {
        String id = result.text("status", "id");
        return switch (id.isEmpty() ? result.text("status", "name") : id) {
            case "2", "DELIVERED_TO_OPERATOR" -> Event.UNDERWAY;
            case "5", "DELIVERED_TO_HANDSET" -> Event.DELIVERED;
            case "31", "UNDELIVERABLE_NOT_SENT" -> Event.NEVER_LEFT;
            case "29", "EXPIRED_DLR_UNKNOWN" -> Event.UNKNOWN;
            default -> ofGroup(result.text("status", "groupId"), result.text("status", "groupName"));
        };
    }

    private static Event ofGroup(String id, String name) {
        return switch (id.isEmpty() ? name : id) {
            case "2", "UNDELIVERABLE", "4", "EXPIRED" -> Event.FAILED;
            case "5", "REJECTED" -> Event.NEVER_LEFT;
            default -> Event.UNDERWAY;
        };
    }
}
