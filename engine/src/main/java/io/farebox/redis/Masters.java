package io.farebox.redis;

import io.lettuce.core.cluster.SlotHash;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which Redis holds each partition now: the only one, or in a Redis Cluster the master of the partition's slot.
 *
 * <p>A cluster is asked again and again, and each redirection is taken note of. A node that was cut off tells of what was:
 * an owner of an earlier epoch never takes the place of a later one's.
 */
final class Masters {
    private static final Logger LOG = LoggerFactory.getLogger(Masters.class);
    private static final int ADDRESS = 1;
    private static final int FLAGS = 2;
    private static final int EPOCH = 6;
    private static final int FIRST_SLOTS = 8;

    /** Who has a partition, and the epoch of the cluster since which it has. */
    private record Owner(Address address, long epoch) {}

    private final int[] slots;
    private final boolean cluster;
    private final AtomicReferenceArray<Owner> owners;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** All partitions where Redis was found; those of a cluster until it has told. */
    Masters(PartitionKeys[] names, Address found, boolean cluster) {
        this.slots = Arrays.stream(names)
                .mapToInt(keys -> SlotHash.getSlot(keys.state()))
                .toArray();
        this.cluster = cluster;
        this.owners = new AtomicReferenceArray<>(names.length);
        for (int p = 0; p < names.length; p++) {
            owners.set(p, new Owner(found, -1));
        }
    }

    boolean isCluster() {
        return cluster;
    }

    /** Who holds a partition. */
    Address of(int partition) {
        return owners.get(partition).address;
    }

    /** All who hold any partition. */
    Set<Address> all() {
        Set<Address> all = new LinkedHashSet<>();
        for (int p = 0; p < slots.length; p++) {
            all.add(of(p));
        }
        return all;
    }

    /** Has something done whenever a partition is found to have gone elsewhere. */
    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** A Redis has said where a partition is now. */
    void moved(int partition, Address to) {
        Owner before = owners.get(partition);
        if (!before.address.equals(to)) {
            take(partition, new Owner(to, before.epoch));
            listeners.forEach(Runnable::run);
        }
    }

    /** Takes what a node of the cluster answered to CLUSTER NODES. */
    void take(String nodes, Address asked) {
        boolean changed = false;
        for (String line : nodes.split("\n", -1)) {
            String[] words = line.split(" ", -1);
            List<String> flags = words.length > FIRST_SLOTS ? List.of(words[FLAGS].split(",", -1)) : List.of();
            if (flags.contains("master") && !flags.contains("fail") && !flags.contains("noaddr")) {
                Owner owner = new Owner(address(words[ADDRESS], asked), Long.parseLong(words[EPOCH]));
                changed |= take(owner, ranges(words));
            }
        }
        if (changed) {
            listeners.forEach(Runnable::run);
        }
    }

    /** A line has host:port@busPort, and a host's name where it was given one; a node may not know its own address. */
    private static Address address(String word, Address asked) {
        Address written = Address.of(word.substring(0, word.indexOf('@')));
        return written.host().isEmpty() ? new Address(asked.host(), written.port()) : written;
    }

    /** First and last slot of each range; what is on its way still belongs to who sends it. */
    private static int[][] ranges(String... words) {
        return Arrays.stream(words, FIRST_SLOTS, words.length)
                .filter(range -> !range.startsWith("["))
                .map(range -> Arrays.stream(range.strip().split("-", -1))
                        .mapToInt(Integer::parseInt)
                        .toArray())
                .toArray(int[][]::new);
    }

    private boolean take(Owner owner, int[][] ranges) {
        boolean changed = false;
        for (int p = 0; p < slots.length; p++) {
            int slot = slots[p];
            Owner before = owners.get(p);
            boolean has = Arrays.stream(ranges).anyMatch(r -> r[0] <= slot && slot <= r[r.length - 1]);
            if (has && owner.epoch >= before.epoch && !owner.equals(before)) {
                changed |= take(p, owner);
            }
        }
        return changed;
    }

    private boolean take(int partition, Owner owner) {
        Owner before = owners.getAndSet(partition, owner);
        boolean changed = !before.address.equals(owner.address);
        if (changed && before.epoch >= 0) {
            LOG.info("Partition {} has gone from {} to {}", partition, before.address, owner.address);
        }
        return changed;
    }
}
