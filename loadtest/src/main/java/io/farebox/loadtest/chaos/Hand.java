package io.farebox.loadtest.chaos;

import io.farebox.loadtest.chaos.Timetable.Planned;
import io.farebox.local.LocalException;
import io.farebox.local.LocalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The hand that strikes and heals. */
final class Hand {
    /** A process that cannot start because another is away is started again until then. */
    private static final Duration START_MAX = Duration.ofMinutes(3);

    /** The disk is full within that time while sends go on. */
    private static final Duration FILL_MAX = Duration.ofSeconds(15);

    /** What may still be written before the disk is full: some hundred sends. */
    private static final int DISK_LEFT_BYTES = 48 * 1024;

    private static final int UNHEARD_MS = 60;
    private static final int UNARCHIVED_MS = 500;
    private static final String APPEND_ONLY = "appendonlydir";
    private static final String COMMIT_LOG = "commitlog";

    private final Ground ground;

    Hand(Ground ground) {
        this.ground = ground;
    }

    void strike(Planned planned) throws IOException, InterruptedException {
        Part part = planned.fault().part;
        ground.choose(part);
        switch (planned.fault().kind) {
            case KILL, FAIL_OVER -> ground.server(part).kill();
            case MOVE -> ground.movePartition();
            case KILL_UNHEARD -> {
                ground.line(Part.REDIS_LINE).loseAnswers(true);
                Thread.sleep(UNHEARD_MS);
                ground.server(part).kill();
            }
            case KILL_UNARCHIVED -> {
                ground.line(Part.CASSANDRA_LINE).down(true);
                Thread.sleep(UNARCHIVED_MS);
                ground.server(part).kill();
            }
            case STOP -> ground.server(part).suspend();
            case RESTART -> ground.server(part).stop();
            case CUT -> ground.line(part).down(true);
            case DELAY -> ground.line(part).delay(planned.delayMs());
            case LOSE_ANSWERS -> ground.line(part).loseAnswers(true);
            case FULL_DISK -> fillDisk(ground.server(part), part == Part.REDIS);
            case JUMP -> ground.clock().jump(planned.jumpSeconds());
            case WIPE -> wipe(ground.server(part));
        }
    }

    void heal(Planned planned) throws IOException, InterruptedException {
        Part part = planned.fault().part;
        switch (planned.fault().kind) {
            case KILL, FAIL_OVER, RESTART, WIPE -> start(ground.server(part));
            case FULL_DISK -> {
                ground.server(part).stop();
                if (part == Part.CASSANDRA) {
                    deleteEmptySegments(ground.server(part).directory());
                }
                start(ground.server(part));
            }
            case MOVE -> {}
            case KILL_UNHEARD -> {
                ground.line(Part.REDIS_LINE).loseAnswers(false);
                start(ground.server(part));
            }
            case KILL_UNARCHIVED -> {
                ground.line(Part.CASSANDRA_LINE).down(false);
                start(ground.server(part));
            }
            case STOP -> ground.server(part).resume();
            case CUT -> ground.line(part).down(false);
            case DELAY -> ground.line(part).delay(0);
            case LOSE_ANSWERS -> ground.line(part).loseAnswers(false);
            case JUMP -> ground.clock().jump(0);
        }
        ground.awaitWhole(part);
    }

    private static void start(LocalServer server) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + START_MAX.toNanos();
        while (true) {
            try {
                server.restart();
                return;
            } catch (LocalException e) {
                if (System.nanoTime() > deadlineNanos) {
                    throw e;
                }
            }
        }
    }

    /**
     * Forbids the process any larger file, which needs no privilege; a real full disk does. The write that reaches the
     * limit is cut short. Redis ends with SIGXFSZ: its append-only file ends in the middle of a command. Cassandra is
     * told by an error, and serves nobody until it is started again.
     */
    private static void fillDisk(LocalServer server, boolean isRedis) throws IOException, InterruptedException {
        // Redis writes on in one file, Cassandra begins new ones.
        long writtenBytes = isRedis ? largestFileBytes(server.directory().resolve(APPEND_ONLY)) : 0;
        long bytes = writtenBytes + DISK_LEFT_BYTES;
        CompletableFuture<Integer> exit = server.onExit();
        int refused = new ProcessBuilder("prlimit", "--pid", Long.toString(server.pid()), "--fsize=" + bytes)
                .inheritIO()
                .start()
                .waitFor();
        if (refused != 0) {
            throw new IOException("prlimit, which the fault full-disk needs, ended with " + refused);
        }
        exit.completeOnTimeout(-1, FILL_MAX.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    private static long largestFileBytes(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).max().orElse(0);
        }
    }

    /** What its operator does: Cassandra does not start at a segment of its commit log that it could not even begin. */
    private static void deleteEmptySegments(Path cassandra) throws IOException {
        try (Stream<Path> files = Files.list(cassandra.resolve(COMMIT_LOG))) {
            for (Path file : files.filter(one -> one.toFile().length() == 0).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void wipe(LocalServer redis) throws IOException {
        redis.kill();
        try (Stream<Path> files = Files.walk(redis.directory().resolve(APPEND_ONLY))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
