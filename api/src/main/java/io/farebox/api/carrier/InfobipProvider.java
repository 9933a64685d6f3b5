package io.farebox.api.carrier;

import io.farebox.api.carrier.Report.Status;
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
    private static Status status(Foreign result) {
        String id = result.text("status", "id");
        return switch (id.isEmpty() ? result.text("status", "name") : id) {
            case "2", "DELIVERED_TO_OPERATOR" -> Status.UNDERWAY;
            case "5", "DELIVERED_TO_HANDSET" -> Status.DELIVERED;
            case "31", "UNDELIVERABLE_NOT_SENT" -> Status.NEVER_LEFT;
            case "29", "EXPIRED_DLR_UNKNOWN" -> Status.UNKNOWN;
            default -> ofGroup(result.text("status", "groupId"), result.text("status", "groupName"));
        };
    }

    private static Status ofGroup(String id, String name) {
        return switch (id.isEmpty() ? name : id) {
            case "2", "UNDELIVERABLE", "4", "EXPIRED" -> Status.FAILED;
            case "5", "REJECTED" -> Status.NEVER_LEFT;
            default -> Status.UNDERWAY;
        };
    }
}
