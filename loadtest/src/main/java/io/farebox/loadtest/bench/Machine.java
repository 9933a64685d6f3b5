package io.farebox.loadtest.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;

/** What was measured on. */
record Machine(String system, int cores, long memoryMebibytes, String jdk, String redis) {

    /** More work than this waiting for the processors before the start makes numbers worthless. */
    private static final double BUSY = 0.5;

    /** A sentence where others work on it now; to be asked before the start. */
    static Optional<String> busy() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load > BUSY
                ? Optional.of(String.format(
                        Locale.ROOT, "The machine was busy before the start (load average %.1f): measure again.", load))
                : Optional.empty();
    }

    static Machine of(String redisVersion) {
        long bytes =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize()
                        : 0;
        return new Machine(
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                bytes >> 20,
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                redisVersion);
    }

    @Override
    public String toString() {
        return system + ", " + cores + " cores shared by servers, stores and load, " + memoryMebibytes + " MiB, " + jdk
                + ", Redis " + redis;
    }
}
