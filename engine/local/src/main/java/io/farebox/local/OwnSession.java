package io.farebox.local;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words in front of a command that give it a session of its own.
 *
 * <p>The terminal sends Ctrl-C to every process of the foreground group. A store that heard it would be gone before the
 * API has drained, and Redis installs its own handler even where the signal is ignored on entry, so ignoring is not
 * enough. {@code setsid} replaces itself by the command, so the pid stays the child's; where there is none (macOS), Perl
 * does the same.
 */
final class OwnSession {
    private static final List<String> PREFIX = prefix(System.getenv("PATH"));

    private static final String STEP_BACK = """
            if [ -w /proc/self/autogroup ]; then echo 5 > /proc/self/autogroup; fi
            if [ -w /proc/$$/timerslack_ns ]; then echo 4000000 > /proc/$$/timerslack_ns; fi
            if command -v chrt > /dev/null; then exec chrt --idle 0 "$@"; fi
            exec nice -n 10 "$@"
            """;

    private OwnSession() {}

    static List<String> of(List<String> command) {
        List<String> words = new ArrayList<>(PREFIX);
        words.addAll(command);
        return words;
    }

    /**
     * A command that runs on processor time that nobody else wants.
     *
     * <p>Linux shares time between sessions before it looks at priorities within them, so the session itself must step
     * back; and what is not idle-class still makes others wait out its time slices. It steps back to a third of a
     * share: with a tenth, a machine that was kept busy by others gave it so little that callers who waited for it timed
     * out. And its timers may be four milliseconds late: Cassandra's threads wait for work in naps of ten microseconds,
     * thousands of them in a second for a few dozen writes.
     */
    static List<String> steppingBack(List<String> command) {
        List<String> words = new ArrayList<>(List.of("sh", "-c", STEP_BACK, "sh"));
        words.addAll(command);
        return words;
    }

    /** The first executable of that name on the PATH, or null. */
    static @Nullable Path onPath(String name, @Nullable String path) {
        if (path == null) {
            return null;
        }
        for (String directory : path.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(directory).resolve(name);
            if (!directory.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static List<String> prefix(@Nullable String path) {
        Path setsid = onPath("setsid", path);
        if (setsid != null) {
            return List.of(setsid.toString());
        }
        Path perl = onPath("perl", path);
        if (perl != null) {
            return List.of(perl.toString(), "-MPOSIX", "-e", "POSIX::setsid(); exec { $ARGV[0] } @ARGV or exit 127;");
        }
        return List.of();
    }
}
