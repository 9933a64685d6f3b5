package io.farebox.charge;

/** How a message's hold ended. */
public enum Settlement {
    /** Charged: a report says that it was delivered. */
    CONFIRMED('c'),
    /** Given back, but for a fee where the policy has one: a report says that it failed. */
    RELEASED('r'),
    /** Charged after it had been given back: it was delivered after all. */
    RECHARGED('x');

    private final char code;

    Settlement(char code) {
        this.code = code;
    }

    /**
     * What it adds to the payer's available credits.
     *
     * @param feeMicro what is charged of a released message
     */
    public long changeMicro(long creditsMicro, long feeMicro) {
        return switch (this) {
            case CONFIRMED -> 0;
            case RELEASED -> creditsMicro - feeMicro;
            case RECHARGED -> -creditsMicro;
        };
    }

    /** The letter that stands for it in the journal. */
    public char code() {
        return code;
    }

    /** The settlement that the letter stands for. */
    public static Settlement of(char code) {
        for (Settlement settlement : values()) {
            if (settlement.code == code) {
                return settlement;
            }
        }
        throw new IllegalArgumentException("no settlement has the code " + code);
    }
}
