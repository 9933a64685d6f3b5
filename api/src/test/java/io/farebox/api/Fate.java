package io.farebox.api;

import io.farebox.api.Carrier.Action;
import java.math.BigDecimal;
import java.util.Locale;

/** What becomes of one message as its reports come in, as the rules say it: the first final state wins, late charges count. */
final class Fate {
    static final BigDecimal PRICE = new BigDecimal("1.5");

    private final Charge charge;
    private String state = "reserved";

    /** The charge points, which tell what failed after the hand-over from what never left. */
    enum Charge {
        ACCEPTED,
        DELIVERED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Fate(Charge charge) {
        this.charge = charge;
    }

    /** What one more report comes to, in the words of the answer. */
    String after(Action action) {
        boolean handedOver = action == Action.ACCEPT || action == Action.FAIL;
        boolean charged = action == Action.CONFIRM || handedOver && charge == Charge.ACCEPTED;
        if (action == Action.WAIT || action == Action.ACCEPT && !charged) {
            return "not-final";
        }
        String before = state;
        state = charged || before.equals("confirmed") ? "confirmed" : "released";
        return switch (before) {
            case "reserved" -> state;
            case "released" -> charged ? "recharged" : "already-released";
            default -> "already-confirmed";
        };
    }

    boolean is(String name) {
        return state.equals(name);
    }
}
