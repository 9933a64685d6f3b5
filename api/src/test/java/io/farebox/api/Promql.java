package io.farebox.api;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics that a query of Prometheus asks for. */
final class Promql {
    private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");
    private static final Pattern SELECTION = Pattern.compile("\\{[^}]*}|\\[[^]]*]");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern WORD = Pattern.compile("[a-zA-Z_:][\\w:]*(\\s*\\()?");
    private static final Set<String> KEYWORDS = Set.of("and", "or", "unless", "bool", "offset", "by", "without");

    private Promql() {}

    static Set<String> names(String query) {
        String bare = TEXT.matcher(query).replaceAll("");
        bare = SELECTION.matcher(bare).replaceAll("");
        bare = GROUPING.matcher(bare).replaceAll("");
        bare = bare.replaceAll("\\boffset\\s+\\w+", "").replaceAll("\\b\\d+[\\d.]*\\w*", "");
        Set<String> names = new TreeSet<>();
        Matcher words = WORD.matcher(bare);
        while (words.find()) {
            if (!words.group().endsWith("(") && !KEYWORDS.contains(words.group())) {
                names.add(words.group());
            }
        }
        return names;
    }
}
