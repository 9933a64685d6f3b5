package io.farebox.charge;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A record of holds: one send of many messages, or single-message sends that were reserved together.
 *
 * <p>A message stands at position slot + index.
 */
public final class Holding {
    /** How long a record is kept after its last message was settled, so that repeated reports find it. */
    public static final long KEPT_SETTLED_MS = 60_000;
    /** How long after the deadline a late delivery may still charge what was released. */
    public static final long LATE_DELIVERY_MS = 24L * 3600 * 1000;

    /** What has become of a held message. */
    enum Status {
        HELD,
        CONFIRMED,
        RELEASED,
        /** Given back but for a fee: nothing changes it any more. */
        FEE_CHARGED
    }

    /**
     * One send of the record.
     *
     * @param depth steps from the leaf up to the payer
     * @param upTo recipients with an index below it were accepted unless rating refused them
     */
    record Held(String leaf, int depth, int upTo, Order order) {
        boolean holds(int index) {
            return index >= 0 && index < upTo && order.classOf(index) != 0;
        }
    }

    private final Terms terms;
    private final long atMs;
    private final SortedMap<Integer, Held> sends = new TreeMap<>();
    private final Map<Integer, Status> settled = new HashMap<>();
    private int heldCount;
    private long dueMs;
    private boolean released;

    Holding(Terms terms, long atMs) {
        this.terms = terms;
        this.atMs = atMs;
        this.dueMs = terms.firstDeadlineMs();
    }

    Terms terms() {
        return terms;
    }

    /** When its messages were reserved (UTC epoch). */
    public long atMs() {
        return atMs;
    }

    /** Since when reports can have come for its messages (UTC epoch). */
    long sinceMs() {
        return Math.max(atMs, terms.scheduledMs());
    }

    /** When something is next to be done on it (UTC epoch): lapse what is held, or forget it. */
    public long dueMs() {
        return dueMs;
    }

    /** Messages that nothing has settled yet. */
    public int heldCount() {
        return heldCount;
    }

    SortedMap<Integer, Held> sends() {
        return sends;
    }

    @Nullable
    Held send(int slot) {
        return sends.get(slot);
    }

    Held known(int slot) {
        Held send = sends.get(slot);
        if (send == null) {
            throw new IllegalStateException("the journal settles a send that it never reserved, in slot " + slot);
        }
        return send;
    }

    Status status(int position) {
        return settled.getOrDefault(position, Status.HELD);
    }

    /** Whether a message of a send is held, by a certain clause or, where that is null, by any. */
    boolean isHeld(int slot, Held send, int index, @Nullable Clause clause) {
        return send.holds(index)
                && status(slot + index) == Status.HELD
                && (clause == null || clause.equals(clauseOf(send, index)));
    }

    private Clause clauseOf(Held send, int index) {
        Order order = send.order();
        return terms.of(order.classes().get(order.classOf(index) - 1).country());
    }

    void putOff(long untilMs) {
        dueMs = untilMs;
    }

    void add(int slot, Held send, int count) {
        sends.put(slot, send);
        heldCount += count;
    }

    void settle(int position, Status to, long nowMs) {
        boolean wasHeld = status(position) == Status.HELD;
        heldCount -= wasHeld ? 1 : 0;
        settled.put(position, to);
        released |= to == Status.RELEASED;
        if (heldCount == 0 && wasHeld) {
            dueMs = forgottenAt(nowMs);
        }
    }

    private long forgottenAt(long nowMs) {
        boolean mayRecharge = released && terms.mayRecharge();
        long keptMs = nowMs + KEPT_SETTLED_MS;
        return mayRecharge ? Math.max(keptMs, terms.lastDeadlineMs() + LATE_DELIVERY_MS) : keptMs;
    }
}
