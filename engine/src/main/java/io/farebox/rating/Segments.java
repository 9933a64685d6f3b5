package io.farebox.rating;

/**
 * The parts an SMS text travels in, each of which is charged.
 *
 * <p>One character outside GSM-7 makes the whole text UCS-2. Parts are filled from the front; neither an escape pair
 * (an extension character, two septets) nor a surrogate pair (two units) is split across two parts, so 306 septets can
 * need three. An empty text is one segment: it is sent, and the carrier charges for it. A lone surrogate counts one
 * unit; the API refuses such a text before it comes here. National language shift tables are not used.
 *
 * @param encoding how the text is put into octets
 * @param count the segments, 1 or more; a carrier takes at most {@link #COUNT_MAX}, which the caller checks
 * @param units the length of the whole text: septets (GSM-7) or UTF-16 units (UCS-2)
 */
public record Segments(Encoding encoding, int count, int units) {
    /** The most parts the concatenation header can number: one octet holds their total (3GPP TS 23.040, 9.2.3.24.1). */
    public static final int COUNT_MAX = 255;

    /** What a text needs as an SMS. */
    public static Segments of(String text) {
        int septets = 0;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            int weight = Gsm7.septets(text.charAt(i));
            if (weight == 0) {
                return ofUcs2(text);
            }
            septets += weight;
        }
        return new Segments(Encoding.GSM_7, parts(text, septets), septets);
    }

    /** Most texts fit one part, and of the others most have no escape that could be split. */
    private static int parts(String text, int septets) {
        int partMax = Encoding.GSM_7.partMax();
        if (septets <= Encoding.GSM_7.aloneMax()) {
            return 1;
        } else if (septets == text.length()) {
            return (septets + partMax - 1) / partMax;
        }
        int parts = 1;
        int used = 0;
        for (int i = 0, length = text.length(); i < length; i++) {
            int weight = Gsm7.septets(text.charAt(i));
            used += weight;
            if (used > partMax) {
                parts++;
                used = weight;
            }
        }
        return parts;
    }

    private static Segments ofUcs2(String text) {
        int units = text.length();
        if (units <= Encoding.UCS_2.aloneMax()) {
            return new Segments(Encoding.UCS_2, 1, units);
        }
        int parts = 1;
        int end = Encoding.UCS_2.partMax();
        while (end < units) {
            if (Character.isSurrogatePair(text.charAt(end - 1), text.charAt(end))) {
                end--;
            }
            end += Encoding.UCS_2.partMax();
            parts++;
        }
        return new Segments(Encoding.UCS_2, parts, units);
    }
}
