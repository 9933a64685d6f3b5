package io.farebox.api.settings;

import java.util.regex.Pattern;

/** What the value of a setting is, beyond its bounds. */
enum Kind {
    /** Any text; bounds are of its length, as for all that follow. */
    TEXT(".*", "a text"),
    /** A text that is never shown. */
    SECRET(".*", "a text"),
    /** A Redis URI, whose login is never shown. */
    REDIS_URI("rediss?://\\S+", "a URI that begins with redis:// or rediss://"),
    /** Addresses of nodes. */
    ADDRESSES("\\s*[^\\s,:]+:\\d{1,5}(\\s*,\\s*[^\\s,:]+:\\d{1,5})*\\s*", "HOST:PORT, with commas between several"),
    /** Named values. */
    PAIRS("\\s*\\w+\\s*=[^,=]+(,\\s*\\w+\\s*=[^,=]+)*", "NAME=VALUE, with commas between several"),
    /** A name of Cassandra's. */
    NAME("[A-Za-z]\\w*", "a name of letters, digits and underscores that begins with a letter"),
    /** A web address. */
    URL("https?://\\S+", "a URL that begins with http:// or https://"),
    /** A web address of host, port and path, which are all there is of it to be shown. */
    ENDPOINT(
            "https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?(/[A-Za-z0-9._~/-]*)?",
            "a URL that begins with http:// or https://, without a login or a query"),
    /** Keys of 256 bits, which are never shown. */
    KEYS("\\s*[A-Za-z0-9+/]{43}=(\\s*,\\s*[A-Za-z0-9+/]{43}=)*\\s*", "Base64 of 32 bytes, with commas between several"),
    /** The form of the log. */
    LOG_FORMAT("text|json", "text or json"),
    /** A share of all; bounds are of its value. */
    RATIO("0(\\.\\d{1,9})?|1(\\.0{1,9})?", "a number from 0 to 1 with at most nine places"),
    /** A whole number; bounds are of its value. */
    NUMBER("-?\\d+", "a whole number");

    private static final String HIDDEN = "…";

    private final Pattern pattern;
    private final String words;

    Kind(String pattern, String words) {
        this.pattern = Pattern.compile(pattern);
        this.words = words;
    }

    /** Whether bounds are of its value, and not of its length. */
    boolean isCounted() {
        return this == NUMBER || this == RATIO;
    }

    /** What a value must be, as in "HOST:PORT". */
    String words() {
        return words;
    }

    boolean takes(String value) {
        return pattern.matcher(value).matches();
    }

    /** The value for everybody's eyes. */
    String shown(String value) {
        return switch (this) {
            case SECRET, KEYS -> value.isEmpty() ? "" : HIDDEN;
            case REDIS_URI -> value.replaceFirst("//\\S*@", "//" + HIDDEN + "@");
            case TEXT, ADDRESSES, PAIRS, NAME, URL, ENDPOINT, LOG_FORMAT, RATIO, NUMBER -> value;
        };
    }
}
