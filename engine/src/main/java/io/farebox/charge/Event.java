package io.farebox.charge;

/** What a delivery report says of a message. */
public enum Event {
    /** It arrived. */
    DELIVERED('d', true),
    /** The carrier took it and it did not arrive. */
    FAILED('f', true),
    /** It never left. */
    NEVER_LEFT('n', true),
    /** The carrier took it: final where that is the charge point. */
    ACCEPTED('a', false),
    /** It is on its way. */
    UNDERWAY('w', false),
    /** Nobody knows, and nobody will: the deadline decides. */
    UNKNOWN('u', false);

    private final char code;
    private final boolean isFinal;

    Event(char code, boolean isFinal) {
        this.code = code;
        this.isFinal = isFinal;
    }

    /** The letter that stands for it in the journal. */
    public char code() {
        return code;
    }

    /** The event that the letter stands for. */
    public static Event of(char code) {
        for (Event event : values()) {
            if (event.code == code) {
                return event;
            }
        }
        throw new IllegalArgumentException("no event has the code " + code);
    }

    /** Whether it says how the message ended. */
    boolean isFinal() {
        return isFinal;
    }

    /** Whether it charges a message that is held. */
    boolean charges(Clause clause) {
        return this == DELIVERED || clause.chargesHandOver() && (this == FAILED || this == ACCEPTED);
    }
}
