package io.farebox.api.carrier;

import io.farebox.charge.Event;
import java.util.List;
import java.util.Set;

/**
 * MessageMedia's delivery reports, verified by a token. What was never sent is told from what failed by the error code.
 *
 * @see <a href="https://developers.messagemedia.com/code/messages-api-documentation/">MessageMedia: messages API</a>
 */
final class MessagemediaProvider implements Provider {
    private static final Set<String> NOT_SENT_CODES =
            Set.of("301", "302", "303", "304", "305", "320", "330", "331", "332", "333");

    /** Metadata may carry our message's id under one of these names. */
    private static final List<String> REFERENCES = List.of("message", "farebox", "reference");

    @Override
    public String name() {
        return "messagemedia";
    }

    @Override
    public List<Report> read(Delivery delivery) {
        delivery.verifyToken();
        Foreign body = Foreign.of(delivery);
        String status = body.text("status");
        String error = body.text("error_code");
        String reference = REFERENCES.stream()
                .map(name -> body.text("metadata", name))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse(body.text("message_id"));
        return List.of(Report.of(delivery.message(reference), status(status, error), status + " " + error));
    }

    private static Event status(String status, String error) {
        return switch (status) {
            case "delivered" -> Event.DELIVERED;
            case "failed", "expired", "rejected" -> NOT_SENT_CODES.contains(error) ? Event.NEVER_LEFT : Event.FAILED;
            default -> Event.UNDERWAY;
        };
    }
}
