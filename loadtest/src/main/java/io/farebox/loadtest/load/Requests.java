package io.farebox.loadtest.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Rendered requests in a file, each after its length in four bytes; read without copying. */
public final class Requests {
    /** The largest file: it is mapped in one piece. */
    static final long FILE_BYTES_MAX = Integer.MAX_VALUE;

    private final ByteBuf bytes;
    private final int[] starts;

    private Requests(ByteBuf bytes, int[] starts) {
        this.bytes = bytes;
        this.starts = starts;
    }

    /** Writes a file of requests, one after the other. */
    public static final class Writer implements AutoCloseable {
        private final DataOutputStream out;

        public Writer(Path file) throws IOException {
            out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
        }

        public void write(byte[] request) throws IOException {
            out.writeInt(request.length);
            out.write(request);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /** Maps a file of requests. */
    public static Requests open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() > FILE_BYTES_MAX) {
                throw new IOException("more than " + FILE_BYTES_MAX + " bytes of requests in " + file);
            }
            ByteBuf bytes = Unpooled.wrappedBuffer(channel.map(MapMode.READ_ONLY, 0, channel.size()));
            return new Requests(bytes, starts(bytes));
        }
    }

    public int count() {
        return starts.length;
    }

    /** The request of that index, to be released by whoever writes it. */
    ByteBuf get(int index) {
        int start = starts[index];
        return bytes.retainedSlice(start + Integer.BYTES, bytes.getInt(start));
    }

    private static int[] starts(ByteBuf bytes) throws IOException {
        int[] starts = new int[1024];
        int count = 0;
        int at = 0;
        while (at < bytes.capacity()) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, 2 * count);
            }
            starts[count++] = at;
            at += Integer.BYTES + bytes.getInt(at);
        }
        if (count == 0) {
            throw new IOException("no requests in the file");
        }
        return Arrays.copyOf(starts, count);
    }
}
