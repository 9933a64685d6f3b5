package io.farebox.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The JDKs of this machine, among them the one that Cassandra runs on: 17 or 11, whatever this JVM itself is. */
public final class ServerJdk {
    /** In the order of preference. Newer ones took away what Cassandra 5.0 needs. */
    private static final List<Integer> SUITABLE = List.of(17, 11);

    private ServerJdk() {}

    /** The java program of the first suitable JDK of this machine. */
    static Path java() {
        if (SUITABLE.contains(Runtime.version().feature())) {
            return program(Path.of(System.getProperty("java.home")));
        }
        return java(homes());
    }

    static Path java(List<Path> homes) {
        for (int feature : SUITABLE) {
            for (Path home : homes) {
                if (feature(home) == feature && Files.isExecutable(program(home))) {
                    return program(home);
                }
            }
        }
        throw new LocalException(
                "Cassandra needs a JDK 17, and none was found: install one, or let JAVA_HOME point at it.");
    }

    /** The java programs of this machine by the feature release of their JDKs, the first one found of each. */
    public static SortedMap<Integer, Path> programs() {
        SortedMap<Integer, Path> programs = new TreeMap<>();
        programs.put(Runtime.version().feature(), program(Path.of(System.getProperty("java.home"))));
        for (Path home : homes()) {
            int feature = feature(home);
            if (feature > 0 && Files.isExecutable(program(home))) {
                programs.putIfAbsent(feature, program(home));
            }
        }
        return programs;
    }

    private static Path program(Path home) {
        return home.resolve("bin").resolve("java");
    }

    private static List<Path> homes() {
        List<Path> homes = new ArrayList<>();
        String javaHome = System.getenv("JAVA_HOME");
        if (javaHome != null && !javaHome.isBlank()) {
            homes.add(Path.of(javaHome));
        }
        homes.addAll(children(Path.of("/usr/lib/jvm")));
        children(Path.of("/Library/Java/JavaVirtualMachines"))
                .forEach(bundle -> homes.add(bundle.resolve("Contents").resolve("Home")));
        homes.addAll(children(Path.of(System.getProperty("user.home"), ".sdkman", "candidates", "java")));
        return homes;
    }

    private static List<Path> children(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** The feature release that the JDK's release file states, or 0. */
    private static int feature(Path home) {
        Path release = home.resolve("release");
        if (!Files.isRegularFile(release)) {
            return 0;
        }
        try (InputStream in = Files.newInputStream(release)) {
            Properties properties = new Properties();
            properties.load(in);
            String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
            return Runtime.Version.parse(version).feature();
        } catch (IOException | IllegalArgumentException unreadable) {
            return 0;
        }
    }
}
