package io.farebox.api.carrier;

import io.farebox.charge.Event;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * ClickSend's delivery receipts, by form or JSON, one or a list of them, verified by a token.
 *
 * @see <a href="https://developers.clicksend.com/docs/messaging/sms/other/receive-sms-delivery-receipts">ClickSend: receipts</a>
 * @see <a href="https://help.clicksend.com/article/8cc479qlbb-list-of-sms-gateway-error-codes">ClickSend: error codes</a>
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
        if (delivery.isJson()) {
            Foreign body = Foreign.of(delivery);
            List<Foreign> receipts = body.isList() ? body.items() : List.of(body);
            return receipts.stream()
                    .map(receipt -> report(delivery, receipt.texts()))
                    .toList();
        }
        return List.of(report(delivery, delivery.fields()));
    }

    private static Report report(Delivery delivery, Map<String, String> fields) {
        String code = fields.getOrDefault("status_code", "");
        String text = fields.getOrDefault("status_text", fields.getOrDefault("status", ""));
        Event status = switch (code) {
            case "201" -> Event.DELIVERED;
            case "301" -> failure(fields);
            default -> Event.UNDERWAY;
        };
        return Report.of(
                delivery.message(fields.getOrDefault("custom_string", ""), fields.getOrDefault("message_id", "")),
                status,
                code + " " + text);
    }

    private static Event failure(Map<String, String> fields) {
        String said = fields.getOrDefault("status", "") + fields.getOrDefault("status_text", "");
        if (said.toLowerCase(Locale.ROOT).contains("cancelled")) {
            return Event.NEVER_LEFT;
        }
        return fields.getOrDefault("error_code", "").equals(OUTCOME_UNKNOWN) ? Event.UNKNOWN : Event.FAILED;
    }
}
