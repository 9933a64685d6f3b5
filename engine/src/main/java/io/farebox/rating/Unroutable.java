package io.farebox.rating;

/** Why a good number is not sent to. */
public enum Unroutable implements Refusal {
    NO_PRICE("The price book has no price for this destination and channel.");

    private final String detail;

    Unroutable(String detail) {
        this.detail = detail;
    }

    @Override
    public String reason() {
        return "unroutable";
    }

    @Override
    public String detail() {
        return detail;
    }
}
