package io.farebox.rating;

/** Why a send as a whole cannot be rated. */
public enum Unratable implements Rated {
    TOTAL_TOO_LARGE("The send costs more than 2^53-1 micro-credits."),
    TOO_MANY_CLASSES("The send has more than " + Rating.CLASSES_MAX + " different combinations of country and price.");

    private final String detail;

    Unratable(String detail) {
        this.detail = detail;
    }

    /** One sentence for a person. */
    public String detail() {
        return detail;
    }
}
