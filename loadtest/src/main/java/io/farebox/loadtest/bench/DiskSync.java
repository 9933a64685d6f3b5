package io.farebox.loadtest.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** How long this machine takes to have a write on its disk: with {@code appendfsync always} no answer can be quicker. */
final class DiskSync {
    private static final int SYNCS = 500;
    private static final int BYTES = 4_096;
    private static final double NANOS_IN_MILLI = 1e6;

    private DiskSync() {}

    /** A sentence; to be asked while nothing else is done. */
    static String note(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "sync", "");
        Histogram nanos = new Histogram(3);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int i = 0; i < SYNCS; i++) {
                long since = System.nanoTime();
                channel.write(ByteBuffer.allocate(BYTES));
                channel.force(false);
                nanos.recordValue(System.nanoTime() - since);
            }
        } finally {
            Files.delete(file);
        }
        return String.format(
                Locale.ROOT,
                "%d appends of %d bytes to an idle disk, each synced: p50 %.2f, p99 %.2f, most %.2f ms.",
                SYNCS,
                BYTES,
                nanos.getValueAtPercentile(50) / NANOS_IN_MILLI,
                nanos.getValueAtPercentile(99) / NANOS_IN_MILLI,
                nanos.getMaxValue() / NANOS_IN_MILLI);
    }
}
