package io.farebox.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.farebox.charge.Ids;
import java.util.List;
import java.util.stream.IntStream;

/** The names of a partition's keys, which share a hash tag so that one script call can touch them all. */
final class PartitionKeys {
    private final String prefix;
    private final byte[] state;
    private final byte[] journal;
    private final byte[] callers;
    private final byte[] due;
    private final byte[] grants;

    PartitionKeys(int partition) {
        prefix = "fb:{" + Ids.base32(partition, 2) + "}:";
        state = key("state");
        journal = key("journal");
        callers = key("callers");
        due = key("due");
        grants = key("grants");
    }

    /** Those of all partitions. */
    static PartitionKeys[] all(int partitions) {
        return IntStream.range(0, partitions).mapToObj(PartitionKeys::new).toArray(PartitionKeys[]::new);
    }

    byte[] state() {
        return state;
    }

    byte[] journal() {
        return journal;
    }

    byte[] callers() {
        return callers;
    }

    byte[] due() {
        return due;
    }

    byte[] grants() {
        return grants;
    }

    byte[] record(String record) {
        return key("r:" + record);
    }

    byte[] once(String key) {
        return key("once:" + key);
    }

    /** The message that a carrier's id stands for; it is no credits. */
    byte[] link(String connectionId, String carrierId) {
        return (prefix + "link:" + connectionId + ":" + carrierId).getBytes(UTF_8);
    }

    /** What carriers have sent of late over a connection; it is no credits. */
    byte[] inbox(String name) {
        return (prefix + "inbox:" + name).getBytes(UTF_8);
    }

    /** The keys that every call is given, in the order of charge.lua. */
    List<byte[]> ofEveryCall() {
        return List.of(state, journal, callers, due, grants);
    }

    private byte[] key(String name) {
        return (prefix + name).getBytes(US_ASCII);
    }
}
