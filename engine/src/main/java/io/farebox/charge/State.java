package io.farebox.charge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
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

    /**
     * What an account that holds credits was given, and which lists it has assigned some of them to.
     *
     * @param lots earliest expiry first
     * @param lists in the order in which they were assigned to
     */
    public record Pool(List<Lot> lots, List<String> lists) {
        static final Pool EMPTY = new Pool(List.of(), List.of());
    }

    private final Map<String, Node> nodes = new TreeMap<>();
    private final Map<String, Holding> records = new TreeMap<>();
    private final Map<String, Pool> pools = new TreeMap<>();
    private final Map<String, Remembered> remembered = new TreeMap<>();
    private final Shared<Holding.Held> sharedSends = new Shared<>();
    private final Shared<Terms> sharedTerms = new Shared<>();

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

    /** What an account holds its credits in. */
    public Pool pool(String account) {
        return pools.getOrDefault(account, Pool.EMPTY);
    }

    /** Its node of that id as a part, null where there is none. */
    public Part.@Nullable OfNode nodePart(String id) {
        Node node = nodes.get(id);
        return node == null ? null : new Part.OfNode(node);
    }

    /** Its record of that id as a part, null where there is none. */
    public Part.@Nullable OfRecord recordPart(String id) {
        Holding holding = records.get(id);
        return holding == null ? null : holding.part(id);
    }

    /** The answer that it remembers under an idempotency key, null where there is none or its time is over. */
    public Part.@Nullable OfAnswer answerPart(String key, long nowMs) {
        Remembered answer = remembered.get(key);
        return answer == null || answer.untilMs() <= nowMs ? null : answer(key, answer);
    }

    private static Part.OfAnswer answer(String key, Remembered answer) {
        return new Part.OfAnswer(key, answer.fingerprint(), answer.untilMs(), answer.outcome(), answer.order());
    }

    /** The accounts that hold credits in something, by id. */
    public List<String> pools() {
        return pools.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(Pool.EMPTY))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The keys of the answers that are remembered beyond that time (UTC epoch). */
    public List<String> answers(long nowMs) {
        return remembered.entrySet().stream()
                .filter(entry -> entry.getValue().untilMs() > nowMs)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** All it consists of at that time (UTC epoch), nodes first, each kind by id; the same for equal states. */
    public Stream<Part> parts(long nowMs) {
        Stream<Part> ofNodes = nodes.values().stream().map(Part.OfNode::new);
        Stream<Part> ofPools = pools().stream().map(account -> new Part.OfPool(account, pool(account)));
        Stream<Part> ofRecords =
                records.entrySet().stream().map(entry -> entry.getValue().part(entry.getKey()));
        Stream<Part> ofAnswers = remembered.entrySet().stream()
                .filter(entry -> entry.getValue().untilMs() > nowMs)
                .map(entry -> answer(entry.getKey(), entry.getValue()));
        return Stream.of(ofNodes, ofPools, ofRecords, ofAnswers).flatMap(all -> all);
    }

    /** Puts a part of another state into this one; a node comes before what is its. */
    public void add(Part part) {
        if (part instanceof Part.OfNode of) {
            put(of.node());
        } else if (part instanceof Part.OfPool of) {
            pools.put(of.id(), of.pool());
        } else if (part instanceof Part.OfRecord of) {
            records.put(of.id(), Holding.of(of, sharedSends, sharedTerms));
        } else if (part instanceof Part.OfAnswer of) {
            remembered.put(of.id(), new Remembered(of.fingerprint(), of.untilMs(), of.outcome(), of.order()));
        }
    }

    /** Drops the answers whose time is over (UTC epoch): no decision asks for them any more. */
    public void forgetAnswers(long nowMs) {
        remembered.values().removeIf(answer -> answer.untilMs() <= nowMs);
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

    /** Whether it is that account or stands below it. */
    boolean isWithin(String account, String above) {
        @Nullable String id = account;
        while (id != null && !id.equals(above)) {
            id = known(id).parent();
        }
        return id != null;
    }

    void put(Node node) {
        nodes.put(node.id(), node);
    }

    void remember(@Nullable Once once, Outcome outcome, @Nullable Order order, long atMs) {
        if (once != null) {
            remembered.put(once.key(), new Remembered(once.fingerprint(), atMs + Once.REMEMBERED_MS, outcome, order));
        }
    }

    /** Gives an account these packages instead of those it had. */
    void setLots(String account, List<Lot> lots) {
        pools.put(account, new Pool(List.copyOf(lots), pool(account).lists()));
        Node node = known(account);
        put(node.with(Lots.nextExpiryMs(lots), node.children(), node.topUp()));
    }

    /** Takes note that an account has, or has no more, credits assigned to a list. */
    void setAssigned(String account, String list, boolean assigned) {
        List<String> lists = new ArrayList<>(pool(account).lists());
        if (assigned != lists.contains(list)) {
            boolean unused = assigned ? lists.add(list) : lists.remove(list);
            pools.put(account, new Pool(pool(account).lots(), List.copyOf(lists)));
        }
    }

    /** The account that a list or account draws from where it does not pay itself; an account that pays is its own. */
    Node holderOf(String account) {
        Node node = known(account);
        while (!node.funding().holdsCredits() && node.parent() != null) {
            node = known(node.parent());
        }
        return node;
    }

    Holding holding(String record, Terms terms, long atMs) {
        return records.computeIfAbsent(record, any -> new Holding(sharedTerms.of(terms), atMs));
    }

    /** A send as it is to be kept: the same object for sends that differ in nothing. */
    Holding.Held shared(Holding.Held send) {
        return sharedSends.of(send);
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
