package io.farebox.micro;

/** Texts that fill their segments to the last character: the most that counting has to look at. */
public enum Text {
    GSM7_1("GSM-7, 1 segment", Text.LATIN, 160),
    GSM7_2("GSM-7, 2 segments", Text.LATIN, 2 * 153),
    GSM7_5("GSM-7, 5 segments", Text.LATIN, 5 * 153),
    UCS2_1("UCS-2, 1 segment", Text.CYRILLIC, 70),
    UCS2_2("UCS-2, 2 segments", Text.CYRILLIC, 2 * 67),
    UCS2_5("UCS-2, 5 segments", Text.CYRILLIC, 5 * 67);

    private static final String LATIN = "Your code is 482913. ";
    /** The first letter alone decides: nothing is counted twice. */
    private static final String CYRILLIC = "\u0412\u0430\u0448 \u043a\u043e\u0434 482913. ";

    private final String said;
    private final String text;

    Text(String said, String repeated, int chars) {
        this.said = said;
        this.text = repeated.repeat(chars / repeated.length() + 1).substring(0, chars);
    }

    /** The text itself. */
    public String text() {
        return text;
    }

    /** What it is, for a table. */
    String said() {
        return said;
    }
}
