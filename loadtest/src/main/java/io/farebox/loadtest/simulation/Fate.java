package io.farebox.loadtest.simulation;

import java.util.List;

/** What a carrier reports of a message, in that order, and what the message must have become by it. */
public enum Fate {
    DELIVERED(770, "confirmed", "delivered"),
    FAILED(90, "released", "failed"),
    /** The carrier repeats itself. */
    DUPLICATED(50, "confirmed", "delivered", "delivered"),
    /** A report overtakes an earlier one. */
    OUT_OF_ORDER(30, "confirmed", "delivered", "accepted"),
    /** Two final reports: the first counts. */
    CONTRADICTED(10, "confirmed", "delivered", "failed"),
    /** It failed, and was delivered after all: charged late. */
    REVIVED(10, "recharged", "failed", "delivered"),
    /** The report comes when all sending is over. */
    LATE(30, "confirmed", "delivered"),
    /** No report at all: it stays reserved until its deadline. */
    NEVER(10, "reserved");

    private static final int WEIGHTS = 1_000;

    private final int weight;
    private final String status;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> reports;

    Fate(int weight, String status, String... reports) {
        this.weight = weight;
        this.status = status;
        this.reports = List.of(reports);
    }

    /** The fate of a message: the same for the same seed, reference and index, on any machine. */
    public static Fate of(long seed, String reference, int index) {
        int drawn = Math.floorMod(mixed(seed + 31L * reference.hashCode() + 1_000_003L * index), WEIGHTS);
        for (Fate fate : values()) {
            drawn -= fate.weight;
            if (drawn < 0) {
                return fate;
            }
        }
        throw new IllegalStateException("the weights do not add up to " + WEIGHTS);
    }

    /** The status it ends with, as the API writes it. */
    public String status() {
        return status;
    }

    /** The statuses reported, in the order in which they are sent. */
    public List<String> reports() {
        return reports;
    }

    /** The same where a late delivery is not certain to be charged, because others may have spent what it gave back. */
    public Fate withoutRevival() {
        return this == REVIVED ? FAILED : this;
    }

    /** Whether the report of that number charges the message. */
    boolean charges(int report) {
        return reports.get(report).equals("delivered")
                && !reports.subList(0, report).contains("delivered");
    }

    /** Whether the report of that number gives the message's credits back. */
    boolean releases(int report) {
        return reports.get(report).equals("failed") && report == 0;
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014). */
    private static long mixed(long number) {
        long bits = number * 0x9E3779B97F4A7C15L;
        bits = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ bits >>> 27) * 0x94D049BB133111EBL;
        return bits ^ bits >>> 31;
    }
}
