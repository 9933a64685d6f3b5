package io.farebox.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The redis-server program: the machine's own if it is recent enough, else the one that embedded-redis carries.
 *
 * <p>The machine's own comes first because it uses jemalloc and is about a third faster.
 */
final class RedisBinary {
    private static final int MAJOR_MIN = 7;
    private static final String CARRIED_VERSION = "7.0.15";
    private static final Pattern VERSION = Pattern.compile("\\bv=(\\d+)\\.");

    private RedisBinary() {}

    /** The program to run; the carried one is unpacked into the directory. */
    static Path find(Path directory) throws IOException {
        Path installed = OwnSession.onPath("redis-server", System.getenv("PATH"));
        if (installed != null && majorOf(installed) >= MAJOR_MIN) {
            return installed;
        }
        return unpack(directory);
    }

    /** The major version in what {@code redis-server --version} prints, or 0. */
    static int major(String printed) {
        Matcher matcher = VERSION.matcher(printed);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private static int majorOf(Path program) throws IOException {
        Process process = new ProcessBuilder(program.toString(), "--version")
                .redirectErrorStream(true)
                .start();
        return major(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static Path unpack(Path directory) throws IOException {
        String resource = resource(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        Path program = directory.resolve("redis-server-" + CARRIED_VERSION);
        if (Files.isExecutable(program)) {
            return program;
        }
        try (InputStream in = open(resource)) {
            // Moved into place when complete, so that an interrupted start leaves no half a program.
            Path unpacking = directory.resolve("redis-server.unpacking");
            Files.copy(in, unpacking, StandardCopyOption.REPLACE_EXISTING);
            if (!unpacking.toFile().setExecutable(true)) {
                throw new IOException(unpacking + " cannot be made executable");
            }
            return Files.move(unpacking, program, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    static String resource(String osName, String osArch) {
        String system = osName.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String processor = osArch.equals("aarch64") || osArch.equals("arm64") ? "arm64" : "amd64";
        return "/redis-server-" + CARRIED_VERSION + "-" + system + "-" + processor;
    }

    private static InputStream open(String resource) {
        @Nullable InputStream in = RedisBinary.class.getResourceAsStream(resource);
        if (in == null) {
            throw new LocalException("No redis-server " + MAJOR_MIN
                    + ".0 or newer is on the PATH, and none is carried for this machine (" + resource + ").");
        }
        return in;
    }
}
