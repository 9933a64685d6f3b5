package io.farebox.rating;

/**
 * How an SMS text is put into its 140 octets, and how much of it fits into one part.
 *
 * <p>A text that needs several parts gives up 6 octets of each for the concatenation header (3GPP TS 23.040,
 * 9.2.3.24.1: 8-bit reference), which is 7 septets or 3 UTF-16 units.
 */
public enum Encoding {
    /** The GSM 7 bit default alphabet with its extension table (3GPP TS 23.038, 6.2.1); counted in septets. */
    GSM_7(160, 153),
    /** UCS-2, in practice UTF-16; counted in 16-bit units, so a character outside the BMP counts two. */
    UCS_2(70, 67);

    private final int aloneMax;
    private final int partMax;

    Encoding(int aloneMax, int partMax) {
        this.aloneMax = aloneMax;
        this.partMax = partMax;
    }

    /** The most units a text may have to travel as one segment. */
    public int aloneMax() {
        return aloneMax;
    }

    /** The most units of each part when there are several. */
    public int partMax() {
        return partMax;
    }
}
