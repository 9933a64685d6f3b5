package io.farebox.api.http;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The part of media types and their negotiation that the API needs (RFC 9110, 8.3 and 12.5.1). */
public final class MediaTypes {
    private MediaTypes() {}

    /** Whether a Content-Type says JSON in UTF-8. */
    public static boolean isJson(String contentType) {
        String type = essence(contentType);
        if (!type.equals("application/json") && !(type.startsWith("application/") && type.endsWith("+json"))) {
            return false;
        }
        int charset = contentType.toLowerCase(Locale.ROOT).indexOf("charset=");
        return charset < 0
                || contentType
                        .substring(charset + "charset=".length())
                        .replace("\"", "")
                        .trim()
                        .toLowerCase(Locale.ROOT)
                        .startsWith("utf-8");
    }

    /** The type and subtype of a Content-Type, in lower case and without parameters. */
    public static String essence(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }

    /**
     * The first of the offered types that has the highest quality in an Accept header; null where none is accepted.
     *
     * @param accept null where the client did not say, which accepts the first
     */
    public static @Nullable String choose(@Nullable String accept, List<String> offered) {
        if (accept == null || accept.isBlank()) {
            return offered.get(0);
        }
        String best = null;
        double bestQuality = 0;
        for (String type : offered) {
            double quality = quality(accept, type);
            if (quality > bestQuality) {
                best = type;
                bestQuality = quality;
            }
        }
        return best;
    }

    /** The quality that the most specific matching range gives a type. */
    private static double quality(String accept, String type) {
        int specific = -1;
        double quality = 0;
        for (String part : accept.split(",", 32)) {
            String range = essence(part);
            int rank = range.equals(type)
                    ? 2
                    : range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1))
                            ? 1
                            : range.equals("*/*") ? 0 : -1;
            if (rank > specific) {
                specific = rank;
                quality = q(part);
            }
        }
        return quality;
    }

    private static double q(String part) {
        int at = part.indexOf("q=");
        try {
            return at < 0
                    ? 1
                    : Double.parseDouble(part.substring(at + 2).split(";", 2)[0].trim());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
