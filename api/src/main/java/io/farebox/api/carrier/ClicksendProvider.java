package io.farebox.api.carrier;

import io.farebox.charge.Event;
import java.util.List;
import java.util.Map;

/**
 * ClickSend's delivery receipts, by form or JSON, verified by a token.
 *
 * @see <a href="https://developers.clicksend.com/docs/messaging/sms/other/receive-sms-delivery-receipts">ClickSend: receipts</a>
 */
final class ClicksendProvider implements Provider {
    private static final String OUTCOME_UNKNOWN = "20";

    @Override
    public String name() {
        return "clicksend";
    }

    @Override
    public List<Report> read(Delivery delivery) {
        delivery.verifyToken();
        Map<String, String> fields = delivery.fields();
        String code = fields.getOrDefault("status_code", "");
        String text = fields.getOrDefault("status_text", "");
        Event status = switch (code) {
            case "201" -> Event.DELIVERED;
            case "301" -> failure(text, fields.getOrDefault("error_code", ""));
            default -> Event.UNDERWAY;
        };
        String id = fields.getOrDefault("custom_string", fields.getOrDefault("message_id", ""));
        return List.of(Report.of(delivery.message(id), status, code + " " + text));
    }

    private static Event failure(String text, String error) {
        if (text.contains("Cancelled")) {
            return Event.NEVER_LEFT;
        }
        return error.equals(OUTCOME_UNKNOWN) ? Event.UNKNOWN : Event.FAILED;
    }
}
