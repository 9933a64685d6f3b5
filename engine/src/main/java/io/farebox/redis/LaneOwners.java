package io.farebox.redis;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Which event loop of this engine has a partition's lane: one has it for all, so that a partition's calls are as few and as
 * large as they can be, however many event loops there are.
 *
 * <p>Where another event loop joins, some lanes begin anew on it; what waits in the old ones goes out from there. Commands
 * under way at the same time were never promised an order.
 */
final class LaneOwners {
    private final List<Lanes> all = new CopyOnWriteArrayList<>();

    void add(Lanes lanes) {
        all.add(lanes);
    }

    List<Lanes> all() {
        return all;
    }

    /** The lanes among which a partition's is; there are some from the first charger on. */
    Lanes of(int partition) {
        return all.get(partition % all.size());
    }
}
