package io.farebox.loadtest.chaos;

import io.farebox.loadtest.chaos.Timetable.Planned;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Has each fault strike and heal in its time, and keeps what really happened when.
 *
 * <p>Faults of different parts may overlap; one of a part that is being struck or healed waits for it.
 */
final class Conductor implements AutoCloseable {
    private static final int FAULTS_AT_A_TIME = 6;
    private static final int USUAL_MS = 15_000;
    private static final int OUTAGE_DELAY_MS = 100;
    private static final int OUTAGE_JUMP_SECONDS = -1_800;

    /** Beyond the longest start of a process. */
    private static final Duration HEAL_MAX = Duration.ofMinutes(5);

    /**
     * A fault as it happened, in milliseconds after the beginning.
     *
     * @param healedMs when the part worked again: a process that was started had answered
     */
    record Happened(Fault fault, long struckMs, long healedMs) {
        /** The same with the time counted from another beginning. */
        Happened after(long ms) {
            return new Happened(fault, struckMs - ms, healedMs - ms);
        }

        @Override
        public String toString() {
            return String.format(
                    java.util.Locale.ROOT, "%7.1f s … %7.1f s  %s", struckMs / 1e3, healedMs / 1e3, fault.text());
        }
    }

    private final ExecutorService threads = Executors.newFixedThreadPool(FAULTS_AT_A_TIME);
    private final Map<Part, Lock> locks = new EnumMap<>(Part.class);
    private final List<Happened> timeline = new ArrayList<>();
    private final List<Future<?>> playing = new ArrayList<>();
    private final Hand hand;
    private final Clock clock;
    private final Consumer<String> progress;

    Conductor(Ground ground, Clock clock, Consumer<String> progress) {
        this.progress = progress;
        this.hand = new Hand(ground);
        this.clock = clock;
        for (Part part : Part.values()) {
            locks.put(part, new ReentrantLock(true));
        }
    }

    /** Plays until the time has come, and each of the faults has struck once. */
    void play(long seed, List<Fault> faults, long untilMs) throws InterruptedException {
        if (faults.isEmpty()) {
            Thread.sleep(Math.max(0, untilMs - clock.nowMs()));
            return;
        }
        Timetable timetable = new Timetable(seed, faults);
        while (clock.nowMs() < untilMs || playing.size() < faults.size()) {
            Planned planned = timetable.next();
            if (!planned.overlaps()) {
                awaitHealed();
            }
            Thread.sleep(planned.pauseMs());
            playing.add(threads.submit(() -> {
                play(planned);
                return null;
            }));
        }
    }

    /** Waits a while, so that what is usual is seen first, and has a fault strike and last. */
    void outage(Fault fault, long forMs) throws IOException, InterruptedException {
        Thread.sleep(USUAL_MS);
        play(new Planned(fault, false, 0, Math.toIntExact(forMs), OUTAGE_DELAY_MS, OUTAGE_JUMP_SECONDS));
    }

    /** Strikes and heals, and returns. */
    void play(Planned planned) throws IOException, InterruptedException {
        Lock lock = Objects.requireNonNull(locks.get(planned.fault().part));
        lock.lockInterruptibly();
        try {
            long struckMs = clock.nowMs();
            progress.accept(planned.fault().text());
            hand.strike(planned);
            Thread.sleep(planned.forMs());
            hand.heal(planned);
            synchronized (timeline) {
                timeline.add(new Happened(planned.fault(), struckMs, clock.nowMs()));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns when every fault has struck and healed. */
    void awaitHealed() throws InterruptedException {
        for (Future<?> one : playing) {
            try {
                one.get(HEAL_MAX.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw new IllegalStateException("a fault could not be made or healed", e.getCause());
            } catch (TimeoutException e) {
                throw new IllegalStateException("not healed within " + HEAL_MAX, e);
            }
        }
    }

    /** What happened, by the time at which it began. */
    List<Happened> timeline() {
        synchronized (timeline) {
            return timeline.stream()
                    .sorted(Comparator.comparingLong(Happened::struckMs))
                    .toList();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
