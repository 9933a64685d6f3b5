package io.farebox.rating;

/** The GSM 7 bit default alphabet and its extension table, as septets per character (3GPP TS 23.038, 6.2.1). */
final class Gsm7 {
    /** The characters of the default alphabet in code order, without 0x1B, which is the escape to the extension. */
    static final String DEFAULT = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ"
            + " !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ"
            + "§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    /** The characters that are sent as the escape and a second septet. */
    static final String EXTENSION = "\f^{}\\[~]|€";

    /** Up to the highest character, the euro sign; most texts touch the first two cache lines only. */
    private static final byte[] SEPTETS = new byte['€' + 1];

    static {
        DEFAULT.chars().forEach(c -> SEPTETS[c] = 1);
        EXTENSION.chars().forEach(c -> SEPTETS[c] = 2);
    }

    private Gsm7() {}

    /** The septets of a character, 1 or 2, or 0 when GSM-7 lacks it. */
    static int septets(char c) {
        return c < SEPTETS.length ? SEPTETS[c] : 0;
    }
}
