package io.farebox.loadtest.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Which fault strikes next, after what pause and for how long: the same for the same seed and faults.
 *
 * <p>Faults are dealt like cards, so that each has struck before one strikes again.
 */
final class Timetable {
    private static final int PAUSE_MS_MIN = 300;
    private static final int PAUSE_MS_MAX = 2_500;
    private static final int DELAY_MS_MIN = 10;
    private static final int DELAY_MS_MAX = 200;

    /** Less than any answer is remembered and any message waits for its report. */
    private static final int JUMP_SECONDS_MAX = 50 * 60;

    /** One fault in so many strikes while others last. */
    private static final int OVERLAPPING_EVERY = 3;

    /**
     * One fault to come.
     *
     * @param overlaps whether it does not wait until those before it are healed
     * @param pauseMs without a further fault before it
     * @param forMs how long it lasts
     * @param delayMs what comes later by it, where it is a delay
     * @param jumpSeconds how far the clock is moved, where one is
     */
    record Planned(Fault fault, boolean overlaps, int pauseMs, int forMs, int delayMs, int jumpSeconds) {}

    private final Random random;
    private final List<Fault> faults;
    private final Deque<Fault> deck = new ArrayDeque<>();

    Timetable(long seed, List<Fault> faults) {
        this.random = new Random(seed);
        this.faults = List.copyOf(faults);
    }

    Planned next() {
        if (deck.isEmpty()) {
            List<Fault> shuffled = new ArrayList<>(faults);
            Collections.shuffle(shuffled, random);
            deck.addAll(shuffled);
        }
        Fault fault = deck.remove();
        return new Planned(
                fault,
                random.nextInt(OVERLAPPING_EVERY) == 0,
                between(PAUSE_MS_MIN, PAUSE_MS_MAX),
                between(fault.kind.msMin, fault.kind.msMax),
                between(DELAY_MS_MIN, DELAY_MS_MAX),
                between(-JUMP_SECONDS_MAX, JUMP_SECONDS_MAX));
    }

    private int between(int min, int max) {
        return min + random.nextInt(max - min + 1);
    }
}
