package io.farebox.redis;

import io.farebox.charge.Command;
import io.farebox.charge.Terms;
import java.util.HashMap;
import java.util.Map;

/** The records that the single-message sends of one call share, one for each of the terms among them. */
final class SharedRecords {
    /** Deadlines are rounded up to whole seconds, so that sends of one moment have equal terms. */
    private static final long DEADLINE_STEP_MS = 1000;

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

    /** The command with its record and slot. */
    Command.Reserve place(Command.Reserve c) {
        Terms given = c.terms();
        long deadlineMs = (given.deadlineMs() + DEADLINE_STEP_MS - 1) / DEADLINE_STEP_MS * DEADLINE_STEP_MS;
        Terms terms = new Terms(deadlineMs, given.onDeadline(), given.lateDelivery());
        Shared shared = byTerms.computeIfAbsent(terms, any -> new Shared(ids.next(partition)));
        return new Command.Reserve(shared.record, shared.slots++, c.leaf(), c.order(), terms, c.partial(), c.once());
    }
}
