package io.farebox.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds what a script's head says of its arguments against what its caller gives it. */
class ScriptHeadTest {
    private static final String[] FILES = {
        "reserve.lua", "settle.lua", "sweep.lua", "fund.lua", "shape.lua", "journal.lua"
    };

    @ParameterizedTest
    @EnumSource
    void headNamesTheArgumentsThatAreGiven(Batch.Script script) {
        String label = "-- " + script.name().toLowerCase(Locale.ROOT) + " args: ";
        String source = Arrays.stream(FILES)
                .map(ScriptLibrary::read)
                .filter(text -> text.contains(label))
                .findAny()
                .orElseThrow();
        assertThat(argumentsAfter(label, source)).isEqualTo(script.arguments());
    }

    @ParameterizedTest
    @EnumSource
    void dispatcherTakesAsManyArguments(Batch.Script script) {
        Matcher count = Pattern.compile(script.name().toLowerCase(Locale.ROOT) + " = \\{ run = \\w+, args = (\\d+)")
                .matcher(ScriptLibrary.read("charge.lua"));
        assertThat(count.find()).isTrue();
        assertThat(Integer.parseInt(count.group(1)))
                .isEqualTo(script.arguments().split(" ", -1).length);
    }

    /** The words after a label, with the lines that go on indented below it. */
    private static String argumentsAfter(String label, String source) {
        int start = source.indexOf(label);
        assertThat(start).as("'%s' in the head", label).isNotNegative();
        Matcher more = Pattern.compile(".*(?:\\n--       +[a-zA-Z ]+$)*", Pattern.MULTILINE)
                .matcher(source.substring(start + label.length()));
        assertThat(more.lookingAt()).isTrue();
        return more.group().replaceAll("\\n--\\s+", " ").strip();
    }
}
