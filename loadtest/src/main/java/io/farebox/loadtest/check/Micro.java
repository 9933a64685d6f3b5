package io.farebox.loadtest.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/** Credits as the API writes them, decimal strings, in exact micro-credits. */
public final class Micro {
    private static final int DECIMALS = 6;

    private Micro() {}

    /**
     * The micro-credits of a decimal.
     *
     * @throws ArithmeticException where it has more than six decimals
     */
    public static long of(String credits) {
        return new BigDecimal(credits).movePointRight(DECIMALS).longValueExact();
    }

    /** The micro-credits of a field. */
    public static long of(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            throw new IllegalArgumentException("no \"" + field + "\" in " + object);
        }
        return of(value.asText());
    }
}
