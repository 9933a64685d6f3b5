package io.farebox.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cassandra's class path, which the build resolves into a file, so that its jars are on no class path of ours. */
final class ServerClassPath {
    /** The system property that names the file. */
    static final String PROPERTY = "farebox.cassandra.classpath";

    private static final Path IN_CHECKOUT = Path.of("engine", "cassandra-server", "target", "classpath.txt");

    private ServerClassPath() {}

    /** The class path, each of its jars checked to be there. */
    static String read() {
        Path file = file();
        try {
            String classPath = Files.readString(file).strip();
            for (String jar : List.of(classPath.split(File.pathSeparator))) {
                if (!Files.exists(Path.of(jar))) {
                    throw new LocalException("Cassandra's class path names " + jar
                            + ", which is not there: build engine/cassandra-server again.");
                }
            }
            return classPath;
        } catch (IOException e) {
            throw new LocalException(
                    "Cassandra's class path cannot be read from " + file + ": build engine/cassandra-server.", e);
        }
    }

    private static Path file() {
        String named = System.getProperty(PROPERTY);
        if (named != null) {
            return Path.of(named);
        }
        // A test started from an IDE has no property; its working directory is inside the checkout.
        for (@Nullable Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            if (Files.isRegularFile(up.resolve(IN_CHECKOUT))) {
                return up.resolve(IN_CHECKOUT);
            }
        }
        throw new LocalException(
                "Cassandra's class path is not known: build engine/cassandra-server, or set -D" + PROPERTY + "=FILE.");
    }
}
