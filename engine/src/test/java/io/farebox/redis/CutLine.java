package io.farebox.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A line to a Redis that can lose an answer: what was asked is carried out, and then the connection is reset. It can also
 * say what a Redis says that has just been started.
 */
final class CutLine implements AutoCloseable {
    private final ServerSocket listening;
    private final int port;
    private static final byte[] LOADING =
            "-LOADING Redis is loading the dataset in memory\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final int READ_MS = 100;

    private final AtomicInteger cutsAfterBytes = new AtomicInteger(Integer.MAX_VALUE);
    private final AtomicBoolean cutsNextAnswer = new AtomicBoolean();
    private final AtomicBoolean loadsAtNextCall = new AtomicBoolean();

    CutLine(int port) throws IOException {
        this.port = port;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String uri() {
        return "redis://127.0.0.1:" + listening.getLocalPort();
    }

    /** Loses the next answer that Redis gives. */
    void cutNextAnswer() {
        cutsNextAnswer.set(true);
    }

    /** Loses what comes after the first bytes of the next answer that has more, when those have been read: the
     * connection ends as that of a process does that is killed, without a reset. */
    void cutNextAnswerAfter(int bytes) {
        cutsAfterBytes.set(bytes);
    }

    /** Whether that has happened. */
    boolean hasCut() {
        return cutsAfterBytes.get() == Integer.MAX_VALUE;
    }

    /** Loses the next answer, and lets the next call hear that Redis is loading. */
    void cutNextAnswerAndLoad() {
        loadsAtNextCall.set(true);
        cutsNextAnswer.set(true);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                start(() -> copy(client, server, false));
                start(() -> copy(server, client, true));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void copy(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[65_536];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                int kept = cutsAfterBytes.get();
                if (answers && read > kept && cutsAfterBytes.compareAndSet(kept, Integer.MAX_VALUE)) {
                    out.write(buffer, 0, kept);
                    out.flush();
                    Thread.sleep(READ_MS);
                    return;
                }
                if (answers && cutsNextAnswer.getAndSet(false)) {
                    // With no time to linger, closing resets.
                    to.setSoLinger(true, 0);
                    return;
                }
                if (!answers && isCall(buffer, read) && !cutsNextAnswer.get() && loadsAtNextCall.getAndSet(false)) {
                    from.getOutputStream().write(LOADING);
                } else {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException | InterruptedException ended) {
            // Either side has gone; so does the other.
        }
    }

    private static boolean isCall(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains("FCALL");
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "line");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
