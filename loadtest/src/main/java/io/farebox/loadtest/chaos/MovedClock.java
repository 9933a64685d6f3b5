package io.farebox.loadtest.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The time of day as a process sees it that was started for it, moved while it runs by the library libfaketime, where that
 * is installed (Debian's package of that name). What goes on evenly, as timers do, is left alone. Redis cannot be started
 * with it: the library and jemalloc call each other without end.
 */
final class MovedClock implements AutoCloseable {
    /** One that cannot be moved, and costs nothing. */
    static final MovedClock NONE = new MovedClock(Map.of(), null);

    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final Path LIBRARY = Path.of("faketime", "libfaketimeMT.so.1");

    private final Map<String, String> environment;
    private final @Nullable Path offset;

    private MovedClock(Map<String, String> environment, @Nullable Path offset) {
        this.environment = environment;
        this.offset = offset;
    }

    /**
     * One that goes right for now.
     *
     * @throws IOException where the library is not installed
     */
    static MovedClock create() throws IOException {
        Path library = library();
        Path offset = Files.createTempFile("farebox-clock-", "");
        MovedClock clock = new MovedClock(
                Map.of(
                        "LD_PRELOAD",
                        library.toString(),
                        "FAKETIME_TIMESTAMP_FILE",
                        offset.toString(),
                        "FAKETIME_CACHE_DURATION",
                        "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1"),
                offset);
        clock.jump(0);
        return clock;
    }

    private static Path library() throws IOException {
        // Debian has a directory for each processor architecture.
        try (Stream<Path> directories = Files.list(LIBRARIES)) {
            return directories
                    .map(directory -> directory.resolve(LIBRARY))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() ->
                            new IOException("the fault jump-clock needs libfaketime (apt install libfaketime) below "
                                    + LIBRARIES + "."));
        }
    }

    /** What a process is to be started with, so that its clock can be moved. */
    Map<String, String> environment() {
        return environment;
    }

    /**
     * Moves it within a second.
     *
     * @param seconds how far from the true time
     */
    void jump(int seconds) {
        if (offset == null) {
            throw new IllegalStateException("this clock cannot be moved");
        }
        try {
            Files.writeString(offset, String.format(Locale.ROOT, "%+d%n", seconds));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            if (offset != null) {
                Files.deleteIfExists(offset);
            }
        } catch (IOException leftToTheSystem) {
            // A line of text in the directory for such.
        }
    }
}
