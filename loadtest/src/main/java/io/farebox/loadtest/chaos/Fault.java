package io.farebox.loadtest.chaos;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The faults that a run draws from. */
public enum Fault {
    KILL_ENGINE(Kind.KILL, Part.ENGINE),
    KILL_REDIS(Kind.KILL, Part.REDIS),
    KILL_CASSANDRA(Kind.KILL, Part.CASSANDRA),
    KILL_ENGINE_UNARCHIVED(Kind.KILL_UNARCHIVED, Part.ENGINE),
    KILL_REDIS_UNHEARD(Kind.KILL_UNHEARD, Part.REDIS),
    STOP_ENGINE(Kind.STOP, Part.ENGINE),
    STOP_REDIS(Kind.STOP, Part.REDIS),
    STOP_CASSANDRA(Kind.STOP, Part.CASSANDRA),
    RESTART_ENGINE(Kind.RESTART, Part.ENGINE),
    CUT_CLIENTS(Kind.CUT, Part.CLIENT_LINE),
    CUT_REDIS(Kind.CUT, Part.REDIS_LINE),
    CUT_CASSANDRA(Kind.CUT, Part.CASSANDRA_LINE),
    DELAY_CLIENTS(Kind.DELAY, Part.CLIENT_LINE),
    DELAY_REDIS(Kind.DELAY, Part.REDIS_LINE),
    DELAY_CASSANDRA(Kind.DELAY, Part.CASSANDRA_LINE),
    LOSE_ANSWERS(Kind.LOSE_ANSWERS, Part.CLIENT_LINE),
    LOSE_REDIS_ANSWERS(Kind.LOSE_ANSWERS, Part.REDIS_LINE),
    LOSE_CASSANDRA_ANSWERS(Kind.LOSE_ANSWERS, Part.CASSANDRA_LINE),
    FULL_DISK(Kind.FULL_DISK, Part.REDIS),
    FULL_DISK_CASSANDRA(Kind.FULL_DISK, Part.CASSANDRA),
    /** Only where it is named: needs a library, and an engine is several times slower with it. */
    JUMP_CLOCK(Kind.JUMP, Part.ENGINE),
    FAIL_OVER(Kind.FAIL_OVER, Part.REDIS),
    MOVE_PARTITION(Kind.MOVE, Part.REDIS),
    /** Strikes once, when all else has been checked; nothing may be acknowledged after it. Only where it is named. */
    WIPE_REDIS(Kind.WIPE, Part.REDIS);

    /** What is done to a part, and for how long at the least and at the most. */
    enum Kind {
        /** SIGKILL; started again on the same data after that time. */
        KILL(0, 2_000),
        /** The same, and what it did last is on its disk and nobody has heard of it. */
        KILL_UNHEARD(0, 500),
        /** The same, and for half a second before nothing that it did has reached the archive. */
        KILL_UNARCHIVED(0, 500),
        /** SIGSTOP, with connections open; longer than clients and the engine wait. */
        STOP(500, 7_000),
        /** SIGTERM and a start. */
        RESTART(0, 1),
        /** Connections are reset, and new ones refused, for that time. */
        CUT(1, 2_000),
        /** Everything comes later, in both directions. */
        DELAY(1_000, 4_000),
        /** What is asked arrives and is done; the connection breaks instead of the answer. */
        LOSE_ANSWERS(100, 1_500),
        /** No file of the process may grow: a write is cut short in the middle, and most processes die of it. */
        FULL_DISK(0, 1_000),
        /** The engine's time of day is another by up to 50 minutes, and then right again. */
        JUMP(1_500, 5_000),
        /** SIGKILL of a master for so long that its replica takes over. */
        FAIL_OVER(3_000, 6_000),
        /** A partition goes to another master, key by key. */
        MOVE(0, 1),
        /** SIGKILL, and a start without the append-only file. */
        WIPE(0, 1);

        final int msMin;
        final int msMax;

        Kind(int msMin, int msMax) {
            this.msMin = msMin;
            this.msMax = msMax;
        }
    }

    private static final Set<Kind> CLUSTERED = EnumSet.of(Kind.FAIL_OVER, Kind.MOVE);

    /** What only a single process of its kind can be struck with, by what stands around it. */
    private static final Set<Kind> SINGLE = EnumSet.of(Kind.KILL_UNHEARD, Kind.KILL_UNARCHIVED, Kind.JUMP);

    final Kind kind;
    final Part part;

    Fault(Kind kind, Part part) {
        this.kind = kind;
        this.part = part;
    }

    /** As it is written on a command line, as in kill-engine. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The fault of that name.
     *
     * @throws IllegalArgumentException naming those that there are
     */
    public static Fault of(String text) {
        return Arrays.stream(values())
                .filter(fault -> fault.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no fault " + text + ", but "
                        + Arrays.stream(values()).map(Fault::text).toList()));
    }

    /** All from which a run can recover where there is one of each process. */
    public static List<Fault> survivable() {
        return Arrays.stream(values())
                .filter(fault -> fault != WIPE_REDIS && fault != JUMP_CLOCK && !CLUSTERED.contains(fault.kind))
                .toList();
    }

    /** All where there are several: of the lines only that of the clients is ours. */
    public static List<Fault> ofCluster() {
        return Arrays.stream(values())
                .filter(fault -> fault != WIPE_REDIS && !SINGLE.contains(fault.kind))
                .filter(fault -> fault.part != Part.REDIS_LINE && fault.part != Part.CASSANDRA_LINE)
                .toList();
    }
}
