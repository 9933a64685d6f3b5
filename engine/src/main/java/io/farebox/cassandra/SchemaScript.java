package io.farebox.cassandra;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbered steps of schema.cql.
 *
 * @param steps in order, numbered from 1 without a gap
 */
record SchemaScript(List<Step> steps) {
    private static final Pattern HEADING = Pattern.compile("(?m)^-- step (\\d+): .*$");
    private static final Pattern COMMENT = Pattern.compile("--[^\\n]*");

    /** Statements that are done together or, after a failure, again. */
    record Step(int number, List<String> statements) {}

    /** The script that the program carries. */
    static SchemaScript load() {
        try (InputStream in = SchemaScript.class.getResourceAsStream("schema.cql")) {
            if (in == null) {
                throw new IllegalStateException("schema.cql is not on the class path");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SchemaScript parse(String text) {
        List<Step> steps = new ArrayList<>();
        Matcher heading = HEADING.matcher(text);
        boolean found = heading.find();
        while (found) {
            int number = Integer.parseInt(heading.group(1));
            if (number != steps.size() + 1) {
                throw new IllegalArgumentException("step " + number + " does not follow step " + steps.size());
            }
            int start = heading.end();
            found = heading.find();
            steps.add(new Step(number, statements(text.substring(start, found ? heading.start() : text.length()))));
        }
        return new SchemaScript(List.copyOf(steps));
    }

    private static List<String> statements(String text) {
        String bare = COMMENT.matcher(text).replaceAll("");
        return Arrays.stream(bare.split(";", -1))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    int newest() {
        return steps.size();
    }

    List<Step> stepsAfter(int version) {
        return steps.subList(Math.min(version, steps.size()), steps.size());
    }
}
