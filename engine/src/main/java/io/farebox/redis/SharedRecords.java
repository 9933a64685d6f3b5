package io.farebox.redis;

import io.farebox.charge.Terms;
import java.util.HashMap;
import java.util.Map;

/** The records that the single-message sends of one call share, one for each of the terms among them. */
final class SharedRecords {
    /** Deadlines are rounded up to whole seconds, so that sends of one moment have equal terms. */
    private static final long DEADLINE_STEP_MS = 1000;

    /** A slot's description is numbered in one byte, of which 0 stands for none. */
    private static final int SLOTS_MAX = 255;

    /** Slots in a row, from the first one on. */
    record Place(String record, int slot, int count) {}

    private static final class Shared {
        private final String record;
        private int slots;

        Shared(String record) {
            this.record = record;
        }
    }

    private final int partition;
    private final RecordIds ids;
    private final Map<Terms, Shared> byTerms = new HashMap<>(2);

    SharedRecords(int partition, RecordIds ids) {
        this.partition = partition;
        this.ids = ids;
    }

    int partition() {
        return partition;
    }

    /** The terms that a send has in the record that it shares. */
    static Terms rounded(Terms given) {
        long exactMs = given.usual().deadlineMs();
        long deadlineMs = (exactMs + DEADLINE_STEP_MS - 1) / DEADLINE_STEP_MS * DEADLINE_STEP_MS;
        return deadlineMs == exactMs ? given : given.due(deadlineMs);
    }

    /** The next slots for sends of rounded terms: as many as wanted, or as the record has left. */
    Place place(Terms terms, int wanted) {
        Shared shared = byTerms.get(terms);
        if (shared == null || shared.slots == SLOTS_MAX) {
            shared = new Shared(ids.next(partition));
            byTerms.put(terms, shared);
        }
        int count = Math.min(wanted, SLOTS_MAX - shared.slots);
        Place place = new Place(shared.record, shared.slots, count);
        shared.slots += count;
        return place;
    }
}
