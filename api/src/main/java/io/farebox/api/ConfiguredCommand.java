package io.farebox.api;

import io.farebox.api.settings.Setting;
import io.farebox.api.settings.Settings;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that is configured by the environment and a file: an engine, and what works beside engines as one would. */
abstract class ConfiguredCommand implements Callable<Integer> {
    /** The exit codes beside engines: all is well, something is wrong with the partitions, the command could not run. */
    static final int CLEAN = 0;

    static final int DIFFERENT = 1;
    static final int COULD_NOT_RUN = 2;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A properties file with settings; the environment wins over it.")
    @Nullable
    Path config;

    /** What an engine would have with this environment and file; beside engines no operator's key is needed. */
    static Settings settings(Map<String, String> environment, @Nullable Path file) throws Settings.Faulty {
        return Settings.load(environment, file, EnumSet.of(Setting.OPERATOR_KEY));
    }
}
