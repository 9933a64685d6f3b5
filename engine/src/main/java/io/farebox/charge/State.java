package io.farebox.charge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a partition's journal adds up to: the nodes of its credit trees, their holds and the remembered answers.
 *
 * <p>Folding happens in place, because journals are long; {@link Decider#decide} never changes a state.
 */
public final class State {

    /** An accepted command's answer, for the client that asks again. */
    record Remembered(
            String fingerprint,
            long untilMs,
            Outcome outcome,
            @Nullable Order order) {}

    /** A package of credits as it was given. */
    public record Lot(String grant, long creditsMicro, long expiresAtMs) {}

    private final Map<String, Node> nodes = new TreeMap<>();
    private final Map<String, Holding> records = new TreeMap<>();
    private final Map<String, List<Lot>> lots = new TreeMap<>();
    private final Map<String, Remembered> remembered = new HashMap<>();

    /** A state of these nodes alone, as they stand: for asking what a command would do to them. */
    public static State ofNodes(Iterable<Node> nodes) {
        State state = new State();
        nodes.forEach(state::put);
        return state;
    }

    /** The node of that id, null where there is none. */
    public @Nullable Node node(String id) {
        return nodes.get(id);
    }

    /** All nodes, by id. */
    public Map<String, Node> nodes() {
        return Map.copyOf(nodes);
    }

    /** The record of that id, null where there is none. */
    public @Nullable Holding record(String id) {
        return records.get(id);
    }

    /** The ids of all records that are kept. */
    public List<String> records() {
        return List.copyOf(records.keySet());
    }

    /** The packages that an account was given, oldest first. */
    public List<Lot> lots(String account) {
        return List.copyOf(lots.getOrDefault(account, List.of()));
    }

    @Nullable
    Remembered remembered(@Nullable Once once, long nowMs) {
        Remembered answer = once == null ? null : remembered.get(once.key());
        return answer == null || answer.untilMs() <= nowMs ? null : answer;
    }

    Node known(String id) {
        Node node = nodes.get(id);
        if (node == null) {
            throw new IllegalStateException("the journal names a node that it never opened: " + id);
        }
        return node;
    }

    /** Folds an entry that was decided at that time (UTC epoch) into this state, and returns it. */
    public State apply(Entry entry, long atMs) {
        return entry.when(new Fold(this, atMs));
    }

    void put(Node node) {
        nodes.put(node.id(), node);
    }

    void remember(@Nullable Once once, Outcome outcome, @Nullable Order order, long atMs) {
        if (once != null) {
            remembered.put(once.key(), new Remembered(once.fingerprint(), atMs + Once.REMEMBERED_MS, outcome, order));
        }
    }

    void addLot(String account, Lot lot) {
        lots.computeIfAbsent(account, any -> new ArrayList<>()).add(lot);
    }

    Holding holding(String record, Terms terms, long atMs) {
        return records.computeIfAbsent(record, any -> new Holding(terms, atMs));
    }

    Holding knownRecord(String id) {
        Holding holding = records.get(id);
        if (holding == null) {
            throw new IllegalStateException("the journal settles a send that it never reserved, in record " + id);
        }
        return holding;
    }

    void forget(String record) {
        records.remove(record);
    }
}
