package io.farebox.charge;

/** Where a node's credits come from. */
public enum Funding {
    /** An account that holds grants of its own. */
    OWN('o', true),
    /** An account that draws from its parent, up to its quota where it has one. */
    SHARED('s', false),
    /** A list that draws from its account. */
    FREE('f', false),
    /** A list that draws from its account up to its cap. */
    CAPPED('c', false),
    /** A list with credits set aside for it alone. */
    ASSIGNED('a', true);

    private final char code;
    private final boolean holdsCredits;

    Funding(char code, boolean holdsCredits) {
        this.code = code;
        this.holdsCredits = holdsCredits;
    }

    /** The letter that stands for it in Redis and in the journal. */
    public char code() {
        return code;
    }

    /** Whether a node so funded is a payer: the end of the path that a send draws along. */
    public boolean holdsCredits() {
        return holdsCredits;
    }

    /** Whether a list, not an account, is funded so. */
    public boolean isOfList() {
        return this == FREE || this == CAPPED || this == ASSIGNED;
    }

    /** The funding that the letter stands for. */
    public static Funding of(char code) {
        for (Funding funding : values()) {
            if (funding.code == code) {
                return funding;
            }
        }
        throw new IllegalArgumentException("no funding has the code " + code);
    }
}
