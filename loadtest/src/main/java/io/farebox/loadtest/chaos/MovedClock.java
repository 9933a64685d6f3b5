package io.farebox.loadtest.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The time of day as a process sees it that was started for it, moved while it runs by the library libfaketime, where that
 * is installed (Debian's package of that name). What goes on evenly, as timers do, is left alone. Redis cannot be started
 * with it: the library and jemalloc call each other without end.
 */
final class MovedClock implements AutoCloseable {
    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final Path LIBRARY = Path.of("faketime", "libfaketimeMT.so.1");
    private static final @Nullable Path INSTALLED = installed();

    private final Path offset;

    MovedClock() throws IOException {
        offset = Files.createTempFile("farebox-clock-", "");
        jump(0);
    }

    /** Whether this machine has the library. */
    static boolean isPossible() {
        return INSTALLED != null;
    }

    private static @Nullable Path installed() {
        // Debian has a directory for each processor architecture.
        try (Stream<Path> directories = Files.list(LIBRARIES)) {
            return directories
                    .map(directory -> directory.resolve(LIBRARY))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElse(null);
        } catch (IOException notLinux) {
            return null;
        }
    }

    /** What a process is to be started with, so that its clock can be moved. */
    Map<String, String> environment() {
        return INSTALLED == null
                ? Map.of()
                : Map.of(
                        "LD_PRELOAD",
                        INSTALLED.toString(),
                        "FAKETIME_TIMESTAMP_FILE",
                        offset.toString(),
                        "FAKETIME_CACHE_DURATION",
                        "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1");
    }

    /**
     * Moves it within a second.
     *
     * @param seconds how far from the true time
     */
    void jump(int seconds) {
        try {
            Files.writeString(offset, String.format("%+d%n", seconds));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(offset);
        } catch (IOException leftToTheSystem) {
            // A line of text in the directory for such.
        }
    }
}
