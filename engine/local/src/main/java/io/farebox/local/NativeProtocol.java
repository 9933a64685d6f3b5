package io.farebox.local;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** The one exchange of Cassandra's native protocol (v4) that needs no login and no driver: OPTIONS. */
final class NativeProtocol {
    private static final int HEADER_LENGTH = 9;
    private static final int VERSION_REQUEST = 0x04;
    private static final int OPCODE_AT = 4;
    private static final int OPCODE_OPTIONS = 0x05;
    private static final int OPCODE_SUPPORTED = 0x06;

    private NativeProtocol() {}

    /** Whether a server answers OPTIONS by SUPPORTED in time. */
    static boolean answers(InetSocketAddress server, Duration timeout) {
        int timeoutMillis = Math.toIntExact(timeout.toMillis());
        try (Socket socket = new Socket()) {
            socket.connect(server, timeoutMillis);
            socket.setSoTimeout(timeoutMillis);
            byte[] request = new byte[HEADER_LENGTH];
            request[0] = VERSION_REQUEST;
            request[OPCODE_AT] = OPCODE_OPTIONS;
            socket.getOutputStream().write(request);
            byte[] response = new byte[HEADER_LENGTH];
            new DataInputStream(socket.getInputStream()).readFully(response);
            return response[OPCODE_AT] == OPCODE_SUPPORTED;
        } catch (IOException notYet) {
            return false;
        }
    }
}
