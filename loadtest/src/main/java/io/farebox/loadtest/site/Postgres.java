package io.farebox.loadtest.site;

import io.farebox.loadtest.load.Ending;
import io.farebox.local.Ports;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A throw-away PostgreSQL of the programs that this machine has: what others would build a balance on.
 *
 * <p>Its settings are those it comes with, so a commit is on the disk before it is answered.
 */
public final class Postgres implements AutoCloseable {
    /** The only name that there is; whoever reaches the port is let in. */
    public static final String USER = "farebox";

    /** Where Debian and its kin have a directory for each version. */
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

    /** Who runs it where we are root, which it refuses to be run by. */
    private static final List<String> OTHER_USERS = List.of("postgres", "nobody");

    private static final int START_SECONDS_MAX = 60;
    private static final int END_SECONDS_MAX = 10;
    private static final int POLL_MS = 50;

    private final Path programs;
    private final Path directory;
    private final int port;
    private final Process process;

    private Postgres(Path programs, Path directory, int port, Process process) {
        this.programs = programs;
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** Where its programs are, empty where it is not installed. */
    public static Optional<Path> programs() throws IOException {
        List<Path> places = new ArrayList<>();
        if (Files.isDirectory(VERSIONS)) {
            try (Stream<Path> versions = Files.list(VERSIONS)) {
                versions.sorted(Comparator.comparing(Postgres::version).reversed())
                        .forEach(version -> places.add(version.resolve("bin")));
            }
        }
        for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            places.add(Path.of(place));
        }
        return places.stream()
                .filter(place -> Files.isExecutable(place.resolve("initdb")))
                .findFirst();
    }

    private static int version(Path directory) {
        String digits = directory.getFileName().toString().replaceAll("\\D.*", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    /** Makes a database in a directory of its own and serves it on a free port. */
    public static Postgres start(Path programs) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("farebox-postgres-");
        List<String> as = as(directory);
        Path data = directory.resolve("data");
        Path log = directory.resolve("log");
        Process made = run(as, log, programs.resolve("initdb"), "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8");
        if (made.waitFor() != 0) {
            throw new IOException("initdb failed: " + Files.readString(log));
        }
        int port = Ports.free();
        Process process =
                run(as, log, programs.resolve("postgres"), "-D", data, "-h", "127.0.0.1", "-p", port, "-k", "");
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-of-postgres"));
        Postgres postgres = new Postgres(programs, directory, port, process);
        postgres.awaitReady(log);
        return postgres;
    }

    /** The words before a command that have it run by somebody who is not root; the directory becomes that one's. */
    private static List<String> as(Path directory) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        for (String user : OTHER_USERS) {
            if (own(directory, user)) {
                return List.of("setpriv", "--reuid", user, "--clear-groups");
            }
        }
        throw new IOException("PostgreSQL is not run by root, and there is neither of " + OTHER_USERS);
    }

    private static boolean own(Path directory, String user) throws IOException {
        try {
            Files.setOwner(
                    directory,
                    directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
            return true;
        } catch (UserPrincipalNotFoundException unknown) {
            return false;
        }
    }

    private static Process run(List<String> as, Path log, Object... command) throws IOException {
        List<String> words = new ArrayList<>(as);
        Stream.of(command).map(Object::toString).forEach(words::add);
        return new ProcessBuilder(words)
                .directory(new File("/"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private void awaitReady(Path log) throws IOException, InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() > endNanos) {
                close();
                throw new IOException("PostgreSQL did not start: " + Files.readString(log));
            }
            Thread.sleep(POLL_MS);
        }
    }

    private boolean isReady() throws IOException, InterruptedException {
        return new ProcessBuilder(
                                programs.resolve("pg_isready").toString(),
                                "-q",
                                "-h",
                                "127.0.0.1",
                                "-p",
                                Integer.toString(port))
                        .start()
                        .waitFor()
                == 0;
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        Ending.of(process, END_SECONDS_MAX);
        Site.delete(directory);
    }
}
