package io.farebox.api;

import io.farebox.api.settings.Setting;
import io.farebox.api.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The command that serves the API until the process is told to stop.
 *
 * <p>It ends with 2 where the configuration is faulty, and with 1 where it cannot start for another reason; either is
 * told in sentences on standard error.
 */
@Command(
        name = "serve",
        description = "Serves the API until it is told to stop (SIGTERM).",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class Serve extends ConfiguredCommand {
    private static final int FAILED = 1;
    private static final int FAULTY = 2;
    private static final String LOG_FORMAT = "farebox.log.format";

    /** Adds the catalogue of settings to the help. */
    @Spec
    void spec(CommandSpec spec) {
        StringBuilder text = new StringBuilder("%nSettings, from the environment or the file:%n");
        for (Setting setting : Setting.values()) {
            String absent = setting.absent();
            text.append("%n  ").append(setting.variable()).append("  (").append(setting.unit());
            text.append(absent == null ? ", required)" : absent.isEmpty() ? ")" : ", default " + absent + ")");
            text.append("%n      ").append(setting.effect().replace("%", "%%"));
        }
        spec.usageMessage().footer(text.append("%n").toString());
    }

    @Override
    @SuppressWarnings("SystemOut") // it is a program for a terminal
    public Integer call() {
        Settings settings;
        try {
            settings = Settings.load(System.getenv(), config);
        } catch (Settings.Faulty e) {
            e.sentences().forEach(System.err::println);
            return FAULTY;
        }
        // Read by logback.xml, which is read when the first logger is made: by what follows.
        System.setProperty(LOG_FORMAT, settings.text(Setting.LOG_FORMAT));
        Composition composition = new Composition(settings);
        try {
            composition.start();
        } catch (CannotStart e) {
            System.err.println(e.getMessage());
            composition.stop();
            return FAILED;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(composition::stop, "stop"));
        return 0;
    }
}
