package io.farebox.charge;

/**
 * The span of time that a quota or a cap counts in, as an instant range that was computed for the account's time zone.
 *
 * <p>The core never computes one: where a limit's window has ended, it refuses with
 * {@link Refusal.Reason#WINDOW_ENDED}, and whoever knows the time zone sends {@link Command.RollWindow} first.
 *
 * @param kind what the account administrator chose
 * @param startMs what was reserved then or later counts (UTC epoch)
 * @param endMs first millisecond that no longer counts
 */
public record Window(Kind kind, long startMs, long endMs) {
    /** The window without end. */
    public static final Window TOTAL = new Window(Kind.TOTAL, 0, Credits.MAX_MICRO);

    /** How long a window lasts. */
    public enum Kind {
        TOTAL('t'),
        DAY('d'),
        MONTH('m');

        private final char code;

        Kind(char code) {
            this.code = code;
        }

        /** The letter that stands for it in Redis and in the journal. */
        public char code() {
            return code;
        }

        /** The kind that the letter stands for. */
        public static Kind of(char code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no window has the code " + code);
        }
    }

    /** The same span, counted from a later time on: what was reserved before was not spent in it. */
    Window from(long startMs) {
        return new Window(kind, startMs, endMs);
    }

    /** Whether what was reserved at that time was spent in it. */
    boolean counts(long reservedAtMs) {
        return reservedAtMs >= startMs;
    }

    /** Whether nothing reserved at that time counts in it any more. */
    boolean hasEndedAt(long nowMs) {
        return nowMs >= endMs;
    }
}
