package io.farebox.loadtest.bench;

/**
 * How long and how much is measured.
 *
 * @param rounds how often each row is measured
 * @param seconds the measured span of each load
 * @param roots root accounts that sends are spread over
 * @param warmUps load before it
 * @param connections of single sends
 * @param burstSends sends of 1,000 for the memory of messages in flight
 * @param rowLocks whether PostgreSQL is measured beside it, where it is installed
 */
public record Settings(
        int rounds, double seconds, int roots, WarmUps warmUps, int connections, int burstSends, boolean rowLocks) {

    /**
     * Load before anything is measured.
     *
     * @param seconds before each measured span
     * @param openSeconds before one at a fixed rate: what a generator starts late while its code is cold would count as the
     *     server's latency
     * @param stepSeconds on each server before the first round, repeated until it gets no faster; and of reports
     * @param stepsMax how often at the most
     */
    public record WarmUps(double seconds, double openSeconds, double stepSeconds, int stepsMax) {}

    private static final int CONNECTIONS = 256;

    /** Under three minutes in all: to see that nothing is badly off. Its code is warm by half only, and PostgreSQL is left out. */
    public static Settings quick() {
        return new Settings(1, 1.5, 100, new WarmUps(0.5, 2, 2.5, 2), CONNECTIONS, 50, false);
    }

    /** Long enough for numbers that are told to others. */
    public static Settings full() {
        return new Settings(5, 6, 10_000, new WarmUps(1.5, 8, 5, 16), CONNECTIONS, 1_000, true);
    }

    public Settings withRounds(int rounds) {
        return new Settings(rounds, seconds, roots, warmUps, connections, burstSends, rowLocks);
    }

    public Settings withSeconds(double seconds) {
        return new Settings(rounds, seconds, roots, warmUps, connections, burstSends, rowLocks);
    }

    public Settings withRoots(int roots) {
        return new Settings(rounds, seconds, roots, warmUps, connections, burstSends, rowLocks);
    }
}
