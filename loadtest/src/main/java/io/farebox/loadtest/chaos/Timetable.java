package io.farebox.loadtest.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * When which fault strikes: the same for the same seed, length and faults.
 *
 * <p>Faults are dealt like cards, so that each has struck before one strikes again; some begin before the one before them
 * has ended.
 */
final class Timetable {
    /** Traffic flows undisturbed for so long at the beginning, so that there is something to lose. */
    static final int CALM_MS = 2_500;

    /** No fault begins so shortly before the end. */
    static final int TAIL_MS = 2_500;

    private static final int PAUSE_MS_MIN = 300;
    private static final int PAUSE_MS_MAX = 2_500;
    private static final int DELAY_MS_MIN = 10;
    private static final int DELAY_MS_MAX = 200;

    /**
     * One fault to come.
     *
     * @param atMs after the beginning
     * @param forMs how long it lasts
     * @param delayMs what comes later by it, where it is a delay
     */
    record Planned(Fault fault, int atMs, int forMs, int delayMs) {}

    private Timetable() {}

    static List<Planned> of(long seed, int trafficMs, List<Fault> faults) {
        Random random = new Random(seed);
        Deque<Fault> deck = new ArrayDeque<>();
        List<Planned> planned = new ArrayList<>();
        int atMs = CALM_MS;
        while (atMs < trafficMs - TAIL_MS) {
            if (deck.isEmpty()) {
                List<Fault> shuffled = new ArrayList<>(faults);
                Collections.shuffle(shuffled, random);
                deck.addAll(shuffled);
            }
            Fault fault = deck.remove();
            int forMs = between(random, fault.kind.msMin, fault.kind.msMax);
            planned.add(new Planned(fault, atMs, forMs, between(random, DELAY_MS_MIN, DELAY_MS_MAX)));
            atMs += (int) (forMs * random.nextDouble()) + between(random, PAUSE_MS_MIN, PAUSE_MS_MAX);
        }
        return planned;
    }

    private static int between(Random random, int min, int max) {
        return min + random.nextInt(max - min + 1);
    }
}
