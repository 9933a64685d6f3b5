package io.farebox.loadtest;

import io.farebox.local.LocalException;
import java.io.IOException;
import picocli.CommandLine;

/** How the commands of this module run in a terminal: what went wrong outside of them is told in one sentence. */
final class Terminal {
    private Terminal() {}

    /** Runs the command; its exit code. */
    @SuppressWarnings("SystemOut") // it is a program for a terminal
    static int run(Object command, String... arguments) {
        return new CommandLine(command)
                .setExecutionExceptionHandler((exception, line, parsed) -> {
                    if (exception instanceof LocalException || exception instanceof IOException) {
                        System.err.println(exception.getMessage());
                        return CommandLine.ExitCode.SOFTWARE;
                    }
                    throw exception;
                })
                .execute(arguments);
    }
}
