package io.farebox.charge;

/** Amounts of value, in micro-credits. */
public final class Credits {
    private Credits() {}

    public static final long MAX_MICRO = (1L << 53) - 1;
}
