package io.farebox.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseReaderTest {
    private static final String PLAIN = "HTTP/1.1 201 Created\r\nContent-Length: 5\r\nX: y\r\n\r\nhello";
    private static final String CHUNKED = String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "Transfer-Encoding: chunked",
            "",
            "5;name=value",
            "hello",
            "6",
            " world",
            "0",
            "Trailer: t",
            "",
            "");
    private static final String ABSENT = "HTTP/1.1 204 No Content\r\n\r\n";
    private static final String EMPTY = "HTTP/1.1 202 Accepted\r\ncontent-length:0\r\n\r\n";
    private static final String INTERIM = "HTTP/1.1 100 Continue\r\n\r\n" + PLAIN;

    @Test
    void pipelinedAnswersAreReadHoweverTheyAreCut() {
        String wire = PLAIN + CHUNKED + ABSENT + EMPTY + INTERIM;
        for (int step = 1; step <= wire.length(); step++) {
            assertThat(read(new ResponseReader(), wire, step))
                    .as("pieces of " + step)
                    .containsExactly("201 hello", "200 hello world", "204 ", "202 ", "201 hello");
        }
    }

    @Test
    void aBodyWithoutLengthEndsWithTheConnection() {
        ResponseReader reader = new ResponseReader();
        assertThat(read(reader, "HTTP/1.1 200 OK\r\n\r\nto the end", 3)).isEmpty();
        assertThat(reader.completeAtClose()).isTrue();
        assertThat(new String(reader.body(), StandardCharsets.UTF_8)).isEqualTo("to the end");
        assertThat(reader.closes()).isTrue();
    }

    @Test
    void aBodyCutShortIsNoAnswer() {
        ResponseReader reader = new ResponseReader();
        assertThat(read(reader, PLAIN.substring(0, PLAIN.length() - 1), 7)).isEmpty();
        assertThat(reader.completeAtClose()).isFalse();
    }

    @Test
    void itSaysWhenTheServerCloses() {
        ResponseReader reader = new ResponseReader();
        read(reader, "HTTP/1.1 200 OK\r\nconnection: Close\r\ncontent-length: 0\r\n\r\n", 100);
        assertThat(reader.closes()).isTrue();
        read(reader, PLAIN, 100);
        assertThat(reader.closes()).isFalse();
        read(reader, "HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n", 100);
        assertThat(reader.closes()).isTrue();
    }

    @Test
    void whatIsNoHttpIsSaid() {
        assertThatThrownBy(() -> read(new ResponseReader(), "SSH-2.0-OpenSSH_9.2 of Debian\r\n", 100))
                .hasMessageContaining("not a status line");
        assertThatThrownBy(() -> read(new ResponseReader(), "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", 100))
                .hasMessageContaining("a number is missing");
        assertThatThrownBy(() -> read(new ResponseReader(), "H".repeat(ResponseReader.LINE_BYTES_MAX + 1), 1_000))
                .hasMessageContaining("longer than");
        assertThatThrownBy(
                        () -> read(new ResponseReader(), "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", 100))
                .hasMessageContaining("longer than");
    }

    private static List<String> read(ResponseReader reader, String wire, int step) {
        List<String> answers = new ArrayList<>();
        for (int at = 0; at < wire.length(); at += step) {
            ByteBuf piece = Unpooled.copiedBuffer(
                    wire.substring(at, Math.min(wire.length(), at + step)), StandardCharsets.US_ASCII);
            while (piece.isReadable()) {
                if (reader.read(piece)) {
                    answers.add(reader.status() + " " + new String(reader.body(), StandardCharsets.UTF_8));
                }
            }
            piece.release();
        }
        return answers;
    }
}
