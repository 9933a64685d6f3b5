package io.farebox.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A line to a server that answers each byte by the next one, and remembers what it was asked. */
class LineTest {
    private final BlockingQueue<Integer> asked = new LinkedBlockingQueue<>();
    private ServerSocket server;
    private Line line;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "server");
        thread.setDaemon(true);
        thread.start();
        line = Line.to(server.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        line.close();
        server.close();
    }

    @Test
    void itPassesOnInBothDirections() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 7)).isEqualTo(8);
            assertThat(ask(client, 1)).isEqualTo(2);
        }
    }

    @Test
    void aDelayIsOfBothDirectionsAndKeepsTheOrder() throws IOException {
        try (Socket client = connect()) {
            line.delay(100);
            client.getOutputStream().write(1);
            line.delay(0);
            client.getOutputStream().write(5);
            assertThat(client.getInputStream().read()).isEqualTo(2);
            assertThat(client.getInputStream().read()).isEqualTo(6);
            line.delay(100);
            long askedNanos = System.nanoTime();
            assertThat(ask(client, 3)).isEqualTo(4);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - askedNanos))
                    .isGreaterThanOrEqualTo(199);
        }
    }

    @Test
    void nothingOvertakesWhatIsUnderWayWhenADelayBeginsOrEnds() throws Exception {
        int bytes = 2_000;
        try (Socket client = connect()) {
            Thread writing = new Thread(() -> {
                for (int i = 0; i < bytes; i++) {
                    line.delay(i / 100 % 3);
                    write(client, i);
                }
            });
            writing.start();
            InputStream answers = client.getInputStream();
            for (int i = 0; i < bytes; i++) {
                assertThat(answers.read()).as("answer " + i).isEqualTo(i + 1 & 0xff);
            }
            writing.join();
        }
    }

    private static void write(Socket client, int number) {
        try {
            client.getOutputStream().write(number);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aLostAnswerWasAskedFor() throws Exception {
        try (Socket client = connect()) {
            line.loseAnswers(true);
            assertThatThrownBy(() -> ask(client, 4)).isInstanceOf(IOException.class);
            assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo(4);
        }
        line.loseAnswers(false);
        try (Socket client = connect()) {
            assertThat(ask(client, 4)).isEqualTo(5);
        }
    }

    @Test
    void aLineThatIsDownResetsWhatIsThereAndWhatIsNew() throws IOException {
        try (Socket before = connect()) {
            assertThat(ask(before, 1)).isEqualTo(2);
            line.down(true);
            assertThatThrownBy(() -> ask(before, 1)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> {
                        try (Socket after = connect()) {
                            ask(after, 1);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        line.down(false);
        try (Socket client = connect()) {
            assertThat(ask(client, 1)).isEqualTo(2);
        }
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), line.port());
        client.setSoTimeout(10_000);
        return client;
    }

    private static int ask(Socket client, int number) throws IOException {
        client.getOutputStream().write(number);
        int answer = client.getInputStream().read();
        if (answer < 0) {
            throw new IOException("closed");
        }
        return answer;
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread thread = new Thread(() -> answer(client), "connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            for (int number = in.read(); number >= 0; number = in.read()) {
                asked.add(number);
                client.getOutputStream().write(number + 1);
            }
        } catch (IOException reset) {
            // That is what lines do.
        }
    }
}
