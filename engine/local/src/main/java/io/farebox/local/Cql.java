package io.farebox.local;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** One statement to Cassandra over a connection of its own, in the native protocol (v4); no driver needed. */
final class Cql {
    private static final int VERSION = 0x04;
    private static final int STARTUP = 0x01;
    private static final int READY = 0x02;
    private static final int QUERY = 0x07;
    private static final int RESULT = 0x08;
    private static final int CONSISTENCY_QUORUM = 4;
    private static final int ROWS = 2;
    private static final int GLOBAL_TABLE = 0x01;
    private static final int BIGINT = 0x02;
    private static final int INT = 0x09;
    private static final int TEXT = 0x0d;

    private Cql() {}

    /**
     * Runs the statement.
     *
     * @return the rows, their cells separated by tabs; only text, int and bigint can be read
     * @throws IOException if Cassandra cannot be reached in time, or refuses the statement, which is then the message
     */
    static List<String> ask(InetSocketAddress server, Duration timeout, String statement) throws IOException {
        int timeoutMillis = Math.toIntExact(timeout.toMillis());
        try (Socket socket = new Socket()) {
            socket.connect(server, timeoutMillis);
            socket.setSoTimeout(timeoutMillis);
            exchange(socket, STARTUP, startup(), READY);
            return rows(
                    new DataInputStream(new ByteArrayInputStream(exchange(socket, QUERY, query(statement), RESULT))));
        }
    }

    private static byte[] startup() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(1);
        out.writeUTF("CQL_VERSION");
        out.writeUTF("3.0.0");
        return bytes.toByteArray();
    }

    private static byte[] query(String statement) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        byte[] text = statement.getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
        out.writeShort(CONSISTENCY_QUORUM);
        out.writeByte(0);
        return bytes.toByteArray();
    }

    private static byte[] exchange(Socket socket, int opcode, byte[] body, int expected) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(frame);
        out.writeByte(VERSION);
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
        if (answered != expected) {
            throw new IOException("opcode " + answered + ": " + new String(answer, StandardCharsets.UTF_8));
        }
        return answer;
    }

    private static List<String> rows(DataInputStream in) throws IOException {
        List<String> rows = new ArrayList<>();
        if (in.readInt() != ROWS) {
            return rows;
        }
        int[] types = types(in);
        int count = in.readInt();
        for (int row = 0; row < count; row++) {
            StringJoiner cells = new StringJoiner("\t");
            for (int type : types) {
                cells.add(cell(in, type));
            }
            rows.add(cells.toString());
        }
        return rows;
    }

    private static int[] types(DataInputStream in) throws IOException {
        int flags = in.readInt();
        int[] types = new int[in.readInt()];
        boolean global = (flags & GLOBAL_TABLE) != 0;
        if (global) {
            in.readUTF();
            in.readUTF();
        }
        for (int column = 0; column < types.length; column++) {
            if (!global) {
                in.readUTF();
                in.readUTF();
            }
            String name = in.readUTF();
            types[column] = in.readUnsignedShort();
            if (types[column] != BIGINT && types[column] != INT && types[column] != TEXT) {
                throw new IOException("column " + name + " is of the type " + types[column]);
            }
        }
        return types;
    }

    private static String cell(DataInputStream in, int type) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            return "";
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return switch (type) {
            case BIGINT -> Long.toString(ByteBuffer.wrap(bytes).getLong());
            case INT -> Integer.toString(ByteBuffer.wrap(bytes).getInt());
            default -> new String(bytes, StandardCharsets.UTF_8);
        };
    }
}
