package io.farebox.rating;

/** Why a recipient is no telephone number. */
public enum InvalidNumber implements Destination, Refusal {
    NOT_E164("Not an E.164 number: \"+\" and " + E164.DIGITS_MIN + " to " + E164.DIGITS_MAX + " digits, first not 0."),
    UNKNOWN_CALLING_CODE("The number starts with no known country calling code."),
    IMPOSSIBLE_LENGTH("No number of this calling code has so many digits.");

    private final String detail;

    InvalidNumber(String detail) {
        this.detail = detail;
    }

    @Override
    public String reason() {
        return "invalid-number";
    }

    @Override
    public String detail() {
        return detail;
    }
}
