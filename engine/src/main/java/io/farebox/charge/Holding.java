package io.farebox.charge;

import java.util.ArrayList;
import java.util.List;
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
    public enum Status {
        HELD('0'),
        CONFIRMED('1'),
        RELEASED('2'),
        /** Given back but for a fee: nothing changes it any more. */
        FEE_CHARGED('3');

        private final char digit;

        Status(char digit) {
            this.digit = digit;
        }

        /** The digit that stands for it in records. */
        public char digit() {
            return digit;
        }

        /** The status that the digit stands for. */
        public static Status of(char digit) {
            for (Status status : values()) {
                if (status.digit == digit) {
                    return status;
                }
            }
            throw new IllegalArgumentException("no status has the digit " + digit);
        }
    }

    /**
     * One send of the record.
     *
     * @param depth steps from the leaf up to the payer
     * @param upTo recipients with an index below it were accepted unless rating refused them
     */
    public record Held(String leaf, int depth, int upTo, Order order) {
        /** Whether the message of that index was accepted. */
        public boolean holds(int index) {
            return index >= 0 && index < upTo && order.classOf(index) != 0;
        }
    }

    private final Terms terms;
    private final long atMs;
    private final SortedMap<Integer, Held> sends = new TreeMap<>();
    private final Statuses statuses = new Statuses();
    private int heldCount;
    private long reservedMicro;
    private long confirmedMicro;
    private long releasedMicro;
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

    /** The send in a slot, null where there is none. */
    public @Nullable Held send(int slot) {
        return sends.get(slot);
    }

    Held known(int slot) {
        Held send = sends.get(slot);
        if (send == null) {
            throw new IllegalStateException("the journal settles a send that it never reserved, in slot " + slot);
        }
        return send;
    }

    /** What has become of the message at a position. */
    public Status status(int position) {
        return statuses.at(position);
    }

    /** Whether a message of a send is held, by a certain clause or, where that is null, by any. */
    public boolean isHeld(int slot, Held send, int index, @Nullable Clause clause) {
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

    void add(int slot, Held send, int count, long creditsMicro) {
        sends.put(slot, send);
        heldCount += count;
        reservedMicro += creditsMicro;
    }

    /** Counts credits that were reserved towards what has become of them. */
    void count(long confirmed, long released) {
        reservedMicro -= confirmed + released;
        confirmedMicro += confirmed;
        releasedMicro += released;
    }

    /** Counts credits that were released as charged after all. */
    void countLate(long creditsMicro) {
        releasedMicro -= creditsMicro;
        confirmedMicro += creditsMicro;
    }

    void settle(int position, Status to, long nowMs) {
        boolean wasHeld = status(position) == Status.HELD;
        heldCount -= wasHeld ? 1 : 0;
        statuses.set(position, to);
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

    /** It as a part of a state, under its id. */
    Part.OfRecord part(String id) {
        List<Part.Send> parts = new ArrayList<>();
        sends.forEach((slot, send) -> parts.add(new Part.Send(
                slot, send.leaf(), send.depth(), send.upTo(), send.order().acceptedBelow(send.upTo()), send.order())));
        int positions =
                sends.isEmpty() ? 0 : sends.lastKey() + known(sends.lastKey()).upTo();
        StringBuilder digits = new StringBuilder(positions);
        for (int position = 0; position < positions; position++) {
            digits.append(status(position).digit());
        }
        return new Part.OfRecord(
                id,
                terms,
                atMs,
                dueMs,
                released,
                heldCount,
                reservedMicro,
                confirmedMicro,
                releasedMicro,
                parts,
                digits.toString());
    }

    /** The record that a part stands for, as a state keeps it that holds equal sends and terms once. */
    static Holding of(Part.OfRecord part, Shared<Held> shared, Shared<Terms> sharedTerms) {
        Holding holding = new Holding(sharedTerms.of(part.terms()), part.atMs());
        holding.dueMs = part.dueMs();
        holding.released = part.anyReleased();
        holding.heldCount = part.heldCount();
        holding.reservedMicro = part.reservedMicro();
        holding.confirmedMicro = part.confirmedMicro();
        holding.releasedMicro = part.releasedMicro();
        for (Part.Send send : part.sends()) {
            Held held = new Held(send.leaf(), send.depth(), send.upTo(), send.order());
            holding.sends.put(send.slot(), shared.of(held));
        }
        for (int position = 0; position < part.statuses().length(); position++) {
            Status status = Status.of(part.statuses().charAt(position));
            if (status != Status.HELD) {
                holding.statuses.set(position, status);
            }
        }
        return holding;
    }
}
