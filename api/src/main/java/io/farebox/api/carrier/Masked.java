package io.farebox.api.carrier;

import java.util.List;
import java.util.regex.Pattern;

/** Raw deliveries as they may be shown: without secrets, message texts and most of each telephone number. */
final class Masked {
    /** What is kept of a body or a query. */
    static final int MAX_CHARS = 2_000;

    private static final String MASK = "***";
    private static final Pattern SECRETS = Pattern.compile(
            "(?i)(\\b(?:token|sig|signature|secret|password|passwd|authorization|api[_-]?key|auth)\"?\\s*[=:]\\s*\"?)[^&\"\\s,}]+");
    private static final Pattern JSON_TEXTS = Pattern.compile(
            "(?i)(\"(?:text|body|content|message_content|user_text|sms_text|reply)\"\\s*:\\s*\")(?:[^\"\\\\]|\\\\.)*+");
    private static final Pattern FORM_TEXTS = Pattern.compile("(?i)((?:^|[?&])(?:text|body|content|sms)=)[^&]*");
    private static final Pattern RECEIPT_TEXTS = Pattern.compile("(?i)(\\btext:)[^\\n]*");
    /** A run of digits that may be a number in E.164: not within a word, as in most ids. */
    private static final Pattern NUMBERS =
            Pattern.compile("(?<![0-9A-Za-z_-])((?:\\+|%2[Bb])?[0-9]{2})[0-9]{4,11}([0-9]{2})(?![0-9A-Za-z_-])");

    private Masked() {}

    /** The text with everything masked that is secret or personal, and cut. */
    static String of(String raw, List<String> secrets) {
        String text = raw.length() > MAX_CHARS ? raw.substring(0, MAX_CHARS) : raw;
        for (String secret : secrets) {
            if (!secret.isEmpty()) {
                text = text.replace(secret, MASK);
            }
        }
        text = SECRETS.matcher(text).replaceAll("$1" + MASK);
        text = JSON_TEXTS.matcher(text).replaceAll("$1" + MASK);
        text = FORM_TEXTS.matcher(text).replaceAll("$1" + MASK);
        text = RECEIPT_TEXTS.matcher(text).replaceAll("$1" + MASK);
        return NUMBERS.matcher(text).replaceAll("$1" + MASK + "$2");
    }
}
