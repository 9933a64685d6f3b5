package io.farebox.api;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The main class of the API's jar. */
@Command(
        name = "farebox",
        description = "A charging engine for message credits.",
        subcommands = {Serve.class, ConfigCommand.class, SchemaCommand.class, AuditCommand.class, RebuildCommand.class},
        mixinStandardHelpOptions = true,
        version = "Farebox 0.1.0")
public final class Farebox {
    private Farebox() {}

    public static void main(String... args) {
        int exitCode = new CommandLine(new Farebox()).execute(args.length == 0 ? new String[] {"--help"} : args);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }
}
