package io.farebox.api;

import io.farebox.api.settings.Setting;
import io.farebox.api.settings.Settings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/**
 * The command that says with what an engine would serve here: every setting, its value and where that comes from.
 *
 * <p>It ends with 2 where the configuration is faulty, having told all that is wrong with it. Nothing secret is shown.
 */
@Command(
        name = "config",
        description = "Prints the configuration that serve would have; nothing secret is shown.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("SystemOut") // it is a program for a terminal
final class ConfigCommand extends ConfiguredCommand {
    private static final String PREFIX = "FAREBOX_";
    /** What the launcher itself takes. */
    private static final Set<String> OF_THE_LAUNCHER = Set.of("FAREBOX_STATE");

    @Override
    public Integer call() {
        return print(System.getenv(), config, System.out, System.err);
    }

    static int print(Map<String, String> environment, @Nullable Path file, PrintStream out, PrintStream err) {
        try {
            Settings settings = settings(environment, file);
            Arrays.stream(Setting.values())
                    .map(setting -> line(settings, setting))
                    .forEach(out::println);
            List<String> strangers = strangers(environment);
            if (!strangers.isEmpty()) {
                err.println("In the environment, but no settings: " + String.join(", ", strangers) + ".");
            }
            return CLEAN;
        } catch (Settings.Faulty e) {
            e.sentences().forEach(err::println);
            return COULD_NOT_RUN;
        }
    }

    private static String line(Settings settings, Setting setting) {
        String value = settings.shown(setting);
        String origin =
                value == null ? "not set" : settings.origin(setting).name().toLowerCase(Locale.ROOT);
        return String.format(
                        Locale.ROOT, "%-14s%s=%s", "[" + origin + "]", setting.variable(), value == null ? "" : value)
                .stripTrailing();
    }

    /** Variables that look like settings, as one that is misspelt does. */
    private static List<String> strangers(Map<String, String> environment) {
        Set<String> known =
                Arrays.stream(Setting.values()).map(Setting::variable).collect(Collectors.toSet());
        return environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX))
                .filter(name -> !known.contains(name) && !OF_THE_LAUNCHER.contains(name))
                .sorted()
                .toList();
    }
}
