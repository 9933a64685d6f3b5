package io.farebox.loadtest.bench;

import java.lang.management.ManagementFactory;

/** What was measured on. */
record Machine(String system, int cores, long memoryMebibytes, String jdk, String redis) {

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
