package io.farebox.api.carrier;

import io.farebox.charge.Event;
import java.util.List;

/**
 * Jasmin's acknowledgements, by GET or form, verified by a token. Jasmin takes nothing but its own name for an answer, and
 * else tries again.
 *
 * @see <a href="https://docs.jasminsms.com/en/latest/apis/ja-http/index.html#delivery-reports">Jasmin: delivery reports</a>
 */
final class JasminProvider implements Provider {
    private static final String TAKEN = "ACK/Jasmin";
    private static final String COMMAND_STATUS = "ESME_";
    private static final String OK = "ESME_ROK";

    @Override
    public String name() {
        return "jasmin";
    }

    @Override
    public String takenText() {
        return TAKEN;
    }

    @Override
    public List<Report> read(Delivery delivery) {
        delivery.verifyToken();
        String status = delivery.parameterOrEmpty("message_status");
        String error = delivery.parameterOrEmpty("err");
        return List.of(Report.of(
                delivery.message(delivery.parameterOrEmpty("id")),
                status(status),
                error.matches("0*") ? status : status + " " + error));
    }

    /** What an SMSC answers to a submission is of another kind than what it reports later. */
    private static Event status(String status) {
        if (!status.startsWith(COMMAND_STATUS)) {
            return Stat.of(status);
        }
        return status.equals(OK) ? Event.UNDERWAY : Event.NEVER_LEFT;
    }
}
