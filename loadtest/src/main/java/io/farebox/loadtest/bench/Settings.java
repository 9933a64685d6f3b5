package io.farebox.loadtest.bench;

/**
 * How long and how much is measured.
 *
 * @param rounds how often each row is measured
 * @param seconds the measured span of each load
 * @param warmupSeconds before each of them
 * @param openWarmupSeconds before a load at a fixed rate: what a generator starts late while its code is cold would count
 *     as the server's latency
 * @param warmUpStepSeconds load on each server before the first round, repeated until it gets no faster; and of reports
 * @param warmUpStepsMax how often at the most
 * @param connections of single sends
 * @param roots root accounts that sends are spread over
 * @param burstSends sends of 1,000 for the memory of messages in flight
 * @param rowLocks whether PostgreSQL is measured beside it, where it is installed
 */
public record Settings(
        int rounds,
        double seconds,
        double warmupSeconds,
        double openWarmupSeconds,
        double warmUpStepSeconds,
        int warmUpStepsMax,
        int connections,
        int roots,
        int burstSends,
        boolean rowLocks) {

    /** Under three minutes in all: to see that nothing is badly off. Its code is warm by half only, and PostgreSQL is left out. */
    public static Settings quick() {
        return new Settings(1, 1.5, 0.5, 2, 2.5, 2, 256, 100, 50, false);
    }

    /** Long enough for numbers that are told to others. */
    public static Settings full() {
        return new Settings(5, 6, 1.5, 8, 5, 16, 256, 10_000, 1_000, true);
    }

    public Settings withRounds(int rounds) {
        return new Settings(
                rounds,
                seconds,
                warmupSeconds,
                openWarmupSeconds,
                warmUpStepSeconds,
                warmUpStepsMax,
                connections,
                roots,
                burstSends,
                rowLocks);
    }

    public Settings withSeconds(double seconds) {
        return new Settings(
                rounds,
                seconds,
                warmupSeconds,
                openWarmupSeconds,
                warmUpStepSeconds,
                warmUpStepsMax,
                connections,
                roots,
                burstSends,
                rowLocks);
    }

    public Settings withRoots(int roots) {
        return new Settings(
                rounds,
                seconds,
                warmupSeconds,
                openWarmupSeconds,
                warmUpStepSeconds,
                warmUpStepsMax,
                connections,
                roots,
                burstSends,
                rowLocks);
    }
}
