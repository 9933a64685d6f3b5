package io.farebox.api.json;

import org.jspecify.annotations.Nullable;

/** The rules for texts that come from outside: what of Unicode can be kept, shown and journalled. */
public final class Texts {
    private Texts() {}

    /** Why a text cannot be kept, or null where it can: it has a NUL, or half a surrogate pair. */
    public static @Nullable String fault(CharSequence text) {
        for (int i = 0, length = text.length(); i < length; i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return "must not contain NUL (U+0000)";
            }
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                if (Character.isLowSurrogate(c) || i + 1 == length || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return "must not contain half a surrogate pair";
                }
                i++;
            }
        }
        return null;
    }

    /** Whether a text is of one line: no control characters or line separators. */
    public static boolean isOneLine(CharSequence text) {
        for (int i = 0, length = text.length(); i < length; i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                return false;
            }
        }
        return true;
    }
}
