package io.farebox.charge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One piece of a state, whole and by itself: what a snapshot keeps, a rebuild writes and an audit compares.
 *
 * <p>{@link State#parts} takes a state apart, {@link State#add} puts one together.
 */
public sealed interface Part {
    /** What it is known by among the parts of its kind. */
    String id();

    /** A node of the credit tree. */
    record OfNode(Node node) implements Part {
        @Override
        public String id() {
            return node.id();
        }
    }

    /**
     * What an account holds its credits in.
     *
     * @param id the account
     */
    record OfPool(String id, State.Pool pool) implements Part {}

    /**
     * A record of holds.
     *
     * @param atMs when its messages were reserved (UTC epoch)
     * @param dueMs when something is next to be done on it (UTC epoch)
     * @param anyReleased whether a message of it was ever given back, so that a late delivery may charge it
     * @param heldCount messages that nothing has settled yet
     * @param statuses a digit for each position: 0 held or not there, 1 confirmed, 2 released, 3 recharged; the last
     *     digit is that of the last message
     */
    record OfRecord(
            String id,
            Terms terms,
            long atMs,
            long dueMs,
            boolean anyReleased,
            int heldCount,
            long reservedMicro,
            long confirmedMicro,
            long releasedMicro,
            List<Send> sends,
            String statuses)
            implements Part {}

    /**
     * One send of a record.
     *
     * @param depth steps from the leaf up to the payer
     * @param upTo recipients with an index below it were accepted unless rating refused them
     * @param accepted how many those are
     */
    record Send(int slot, String leaf, int depth, int upTo, int accepted, Order order) {}

    /**
     * The remembered answer of an accepted command.
     *
     * @param id the idempotency key
     * @param untilMs how long it is remembered (UTC epoch)
     * @param order as it was rated, null unless the command was a reserve
     */
    record OfAnswer(
            String id,
            String fingerprint,
            long untilMs,
            Outcome outcome,
            @Nullable Order order) implements Part {}
}
