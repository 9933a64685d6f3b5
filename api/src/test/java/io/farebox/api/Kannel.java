package io.farebox.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Kannel as Debian packages it: its bearerbox, its smsbox, and the fake SMSC that comes with it, on free ports. */
final class Kannel implements AutoCloseable {
    private static final Path FAKE_SMSC = Path.of("/usr/lib/kannel/test/fakesmsc");
    private static final List<Path> PROGRAMS =
            List.of(Path.of("/usr/sbin/bearerbox"), Path.of("/usr/sbin/smsbox"), FAKE_SMSC);
    private static final Duration START_MAX = Duration.ofSeconds(30);

    private final Deque<Process> processes = new ArrayDeque<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path directory;
    private final int sendSmsPort = freePort();

    static boolean isInstalled() {
        return PROGRAMS.stream().allMatch(Files::isExecutable);
    }

    Kannel(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        int boxPort = freePort();
        int smscPort = freePort();
        Path configuration = directory.resolve("kannel.conf");
        Files.writeString(configuration, configuration(boxPort, smscPort));
        start("/usr/sbin/bearerbox", configuration.toString());
        awaitPort(boxPort);
        awaitPort(smscPort);
        start("/usr/sbin/smsbox", configuration.toString());
        awaitPort(sendSmsPort);
        // One message from a handset, which nobody answers; then it takes what the gateway sends.
        start(
                FAKE_SMSC.toString(),
                "-H",
                "127.0.0.1",
                "-r",
                Integer.toString(smscPort),
                "-m",
                "1",
                "15550100 15550101 text hello");
    }

    private String configuration(int boxPort, int smscPort) {
        return """
                group = core
                admin-port = %d
                admin-password = none
                smsbox-port = %d
                box-allow-ip = 127.0.0.1

                group = smsc
                smsc = fake
                smsc-id = FAKE
                port = %d
                connect-allow-ip = 127.0.0.1

                group = smsbox
                bearerbox-host = 127.0.0.1
                sendsms-port = %d

                group = sendsms-user
                username = farebox
                password = farebox
                max-messages = 10

                group = sms-service
                keyword = default
                omit-empty = true
                max-messages = 0
                text = none
                """.formatted(freePort(), boxPort, smscPort, sendSmsPort);
    }

    /** Sends a text as a platform would, with the URL that is to hear of its delivery. */
    void send(String to, String text, String reportsTo) throws IOException, InterruptedException {
        String query = "username=farebox&password=farebox&from=Farebox&charset=UTF-8&coding=2&dlr-mask=31&to="
                + encoded(to) + "&text=" + encoded(text) + "&dlr-url=" + encoded(reportsTo);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + sendSmsPort + "/cgi-bin/sendsms?" + query))
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IOException("Kannel answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private void start(String... command) throws IOException {
        processes.push(new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory
                        .resolve(Path.of(command[0]).getFileName() + ".log")
                        .toFile())
                .start());
    }

    private static void awaitPort(int port) throws IOException, InterruptedException {
        long untilNanos = System.nanoTime() + START_MAX.toNanos();
        while (System.nanoTime() < untilNanos) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                Thread.sleep(20);
            }
        }
        throw new IOException("nothing listens on " + port);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        while (!processes.isEmpty()) {
            processes.pop().destroyForcibly().onExit().join();
        }
    }
}
