package io.farebox.local;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Just enough of the native protocol (v4) to run a statement in a test without a driver. */
final class Cql {
    private static final int STARTUP = 0x01;
    private static final int READY = 0x02;
    private static final int QUERY = 0x07;
    private static final int RESULT = 0x08;
    private static final int CONSISTENCY_ONE = 1;

    private Cql() {}

    /** Runs the statement; the raw body of its result, as text to search in. */
    static String run(int port, String statement) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            ByteArrayOutputStream startup = new ByteArrayOutputStream();
            DataOutputStream options = new DataOutputStream(startup);
            options.writeShort(1);
            options.writeUTF("CQL_VERSION");
            options.writeUTF("3.0.0");
            exchange(socket, STARTUP, startup.toByteArray(), READY);

            ByteArrayOutputStream query = new ByteArrayOutputStream();
            DataOutputStream body = new DataOutputStream(query);
            byte[] text = statement.getBytes(StandardCharsets.UTF_8);
            body.writeInt(text.length);
            body.write(text);
            body.writeShort(CONSISTENCY_ONE);
            body.writeByte(0);
            return exchange(socket, QUERY, query.toByteArray(), RESULT);
        }
    }

    private static String exchange(Socket socket, int opcode, byte[] body, int expected) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(frame);
        out.writeByte(0x04);
        out.writeByte(0);
        out.writeShort(0);
        out.writeByte(opcode);
        out.writeInt(body.length);
        out.write(body);
        socket.getOutputStream().write(frame.toByteArray());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        in.readInt();
        int answered = in.readUnsignedByte();
        byte[] answer = new byte[in.readInt()];
        in.readFully(answer);
        String text = new String(answer, StandardCharsets.UTF_8);
        if (answered != expected) {
            throw new IOException("opcode " + answered + ": " + text);
        }
        return text;
    }
}
