package io.farebox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farebox.local.RedisServer.Fsync;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisServerIT {
    @TempDir
    Path directory;

    @Test
    void servesAndStops() {
        RedisServer redis = RedisServer.start(directory, Fsync.EVERYSEC);
        long pid = redis.pid();
        assertThat(redis.uri()).isEqualTo("redis://127.0.0.1:" + redis.port());
        assertThat(redis.ask("PING")).isEqualTo("PONG");
        assertThat(redis.ask("CONFIG", "GET", "maxmemory-policy")).endsWith("noeviction");
        assertThat(redis.ask("CONFIG", "GET", "save")).isEqualTo("save\n");
        redis.stop();
        assertThat(redis.isRunning()).isFalse();
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(directory.resolve("redis.pid")).doesNotExist();
    }

    @Test
    void dataSurviveAStop() {
        try (RedisServer redis = RedisServer.start(directory, Fsync.EVERYSEC)) {
            redis.ask("SET", "credits", "12500000");
        }
        try (RedisServer redis = RedisServer.start(directory, Fsync.EVERYSEC)) {
            assertThat(redis.ask("GET", "credits")).isEqualTo("12500000");
        }
    }

    @Test
    void whatWasAcknowledgedSurvivesAKill() {
        try (RedisServer redis = RedisServer.start(directory, Fsync.ALWAYS)) {
            int port = redis.port();
            for (int i = 0; i < 100; i++) {
                assertThat(redis.ask("SET", "key-" + i, "value-" + i)).isEqualTo("OK");
            }
            redis.kill();
            redis.restart();
            assertThat(redis.port()).isEqualTo(port);
            assertThat(redis.ask("DBSIZE")).isEqualTo("100");
            assertThat(redis.ask("GET", "key-99")).isEqualTo("value-99");
        }
    }

    /** What a crash has cut short stays undone, also when Redis starts a second time. */
    @Test
    void halfATransactionIsNeverCarriedOut() throws IOException {
        String both = "redis.call('SET', 'one', 'x') redis.call('SET', 'two', 'x')";
        try (RedisServer redis = RedisServer.start(directory, Fsync.ALWAYS)) {
            redis.ask("SET", "before", "x");
            redis.ask("EVAL", both, "0");
            redis.kill();
            Path file = directory.resolve("appendonlydir").resolve("appendonly.aof.1.incr.aof");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(channel.size() - "*1\r\n$4\r\nEXEC\r\n".length() - 3);
            }
            redis.restart();
            assertThat(redis.ask("SET", "after", "x")).isEqualTo("OK");
            assertThat(redis.ask("EVAL", "redis.call('SET', 'later', 'x') redis.call('SET', 'last', 'x')", "0"))
                    .isNull();
            redis.kill();
            redis.restart();
            assertThat(redis.ask("EXISTS", "before", "after", "later", "last")).isEqualTo("4");
            assertThat(redis.ask("EXISTS", "one", "two")).isEqualTo("0");
        }
    }

    @Test
    void aSuspendedServerHangsUntilItIsResumed() throws IOException {
        try (RedisServer redis = RedisServer.start(directory, Fsync.EVERYSEC)) {
            redis.suspend();
            assertThatThrownBy(() -> Resp.ask(redis.port(), Duration.ofMillis(200), "PING"))
                    .isInstanceOf(IOException.class);
            redis.resume();
            assertThat(redis.ask("PING")).isEqualTo("PONG");
            redis.suspend();
        }
    }

    @Test
    void aTakenPortIsNamed() {
        try (RedisServer redis = RedisServer.start(directory.resolve("one"), Fsync.EVERYSEC)) {
            assertThatThrownBy(() -> RedisServer.start(directory.resolve("two"), redis.port(), Fsync.EVERYSEC))
                    .isInstanceOf(LocalException.class)
                    .hasMessage("Port " + redis.port() + ", needed by Redis, is taken by another process.");
        }
    }

    @Test
    void aStartThatFailsNamesTheLog() {
        assertThatThrownBy(() -> RedisServer.start(directory, 0, Fsync.EVERYSEC, "--no-such-option", "1"))
                .isInstanceOf(LocalException.class)
                .hasMessage("Redis ended while starting, exit code 1; see " + directory.resolve("redis.log") + ".");
        assertThat(directory.resolve("redis.log")).content().contains("no-such-option");
    }

    @Test
    void aLeftoverIsStoppedFirst() throws IOException {
        RedisServer leftover = RedisServer.start(directory, Fsync.ALWAYS);
        leftover.ask("SET", "credits", "1");
        try (RedisServer redis = RedisServer.start(directory, Fsync.ALWAYS)) {
            assertThat(leftover.isRunning()).isFalse();
            assertThat(redis.ask("GET", "credits")).isEqualTo("1");
        }
    }

    @Test
    void aPidThatBelongsToAnotherProgramIsLeftAlone() throws IOException {
        Files.writeString(
                directory.resolve("redis.pid"), ProcessHandle.current().pid() + "\n");
        try (RedisServer redis = RedisServer.start(directory, Fsync.EVERYSEC)) {
            assertThat(redis.isRunning()).isTrue();
        }
    }
}
