package io.farebox.api.carrier;

import io.farebox.api.json.Fault;
import io.farebox.api.json.Malformed;
import io.farebox.charge.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * Kannel's call of the dlr-url that it was given with the message: {@code ?m=MESSAGE&type=%d}, or {@code ?id=%F&type=%d}
 * where its own id is linked, by GET or POST.
 *
 * <p>The type is a set of bits (Kannel user guide, "Delivery reports"): 1 delivered to the phone, 2 not delivered to
 * the phone, 4 queued on the SMSC, 8 delivered to the SMSC, 16 not delivered to the SMSC, 32 intermediate.
 */
final class KannelProvider implements Provider {
    private static final int DELIVERED = 1;
    private static final int FAILED = 2;
    private static final int REJECTED_BY_SMSC = 16;
    /** What Kannel makes of SMPP's state UNKNOWN: failed, and a bit that says it does not know. */
    private static final int UNKNOWN = 0x42;

    @Override
    public String name() {
        return "kannel";
    }

    @Override
    public List<Report> read(Delivery delivery) {
        delivery.verifyToken();
        String message = delivery.message(delivery.parameterOrEmpty("id"));
        String type = delivery.parameter("type");
        List<Fault> faults = new ArrayList<>(0);
        if (message.isEmpty()) {
            faults.add(new Fault("m", "is required: the message's id, or Kannel's own as id"));
        }
        if (type == null || type.isEmpty() || type.length() > 9 || !type.chars().allMatch(c -> c >= '0' && c <= '9')) {
            faults.add(new Fault("type", "is required: a number"));
        }
        if (!faults.isEmpty() || type == null) {
            throw new Malformed(faults);
        }
        return List.of(Report.of(message, status(Integer.parseInt(type)), "kannel " + type));
    }

    private static Event status(int type) {
        if ((type & DELIVERED) != 0) {
            return Event.DELIVERED;
        }
        if ((type & UNKNOWN) == UNKNOWN) {
            return Event.UNKNOWN;
        }
        if ((type & REJECTED_BY_SMSC) != 0) {
            return Event.NEVER_LEFT;
        }
        return (type & FAILED) != 0 ? Event.FAILED : Event.UNDERWAY;
    }

    @Override
    public int takenStatus() {
        return 202;
    }
}
