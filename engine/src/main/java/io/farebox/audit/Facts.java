package io.farebox.audit;

import io.farebox.charge.Holding;
import io.farebox.charge.Ids;
import io.farebox.charge.Node;
import io.farebox.charge.Order;
import io.farebox.charge.Part;
import io.farebox.charge.State;
import io.farebox.ledger.EntryCodec;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A part as named facts, so that two of them are compared and told apart by name. */
final class Facts {
    private static final String NOTHING = "none";
    private static final int SHOWN_MAX = 200;

    /** A fact that differs. */
    record Fact(String what, String journal, String found) {}

    private Facts() {}

    /** Tells what differs between what was found and what the journal says; null stands for nothing there. */
    static void compare(@Nullable Part found, @Nullable Part journal, Consumer<Fact> differs) {
        if (Objects.equals(found, journal)) {
            return;
        }
        if (found == null || journal == null) {
            differs.accept(
                    new Fact("it", journal == null ? "not there" : "there", found == null ? "not there" : "there"));
            return;
        }
        // Of a record of many messages only those are looked at one by one that may differ.
        boolean each = !(found instanceof Part.OfRecord a
                && journal instanceof Part.OfRecord b
                && a.statuses().equals(b.statuses()));
        Map<String, String> foundFacts = of(found, each);
        Map<String, String> journalFacts = of(journal, each);
        Set<String> names = new TreeSet<>(foundFacts.keySet());
        names.addAll(journalFacts.keySet());
        for (String name : names) {
            String before = journalFacts.getOrDefault(name, NOTHING);
            String now = foundFacts.getOrDefault(name, NOTHING);
            if (!before.equals(now)) {
                differs.accept(new Fact(name, shown(before), shown(now)));
            }
        }
    }

    /** Tells what differs between two states, by the id of the part. */
    static void compare(State found, State journal, long nowMs, BiConsumer<String, Fact> differs) {
        Map<String, Part> parts = byKey(found, nowMs);
        Map<String, Part> journalParts = byKey(journal, nowMs);
        Set<String> keys = new TreeSet<>(parts.keySet());
        keys.addAll(journalParts.keySet());
        for (String key : keys) {
            compare(parts.get(key), journalParts.get(key), fact -> differs.accept(key, fact));
        }
    }

    private static Map<String, Part> byKey(State state, long nowMs) {
        return state.parts(nowMs)
                .collect(Collectors.toMap(part -> part.getClass().getSimpleName() + " " + part.id(), part -> part));
    }

    private static String shown(String fact) {
        return fact.length() <= SHOWN_MAX ? fact : fact.substring(0, SHOWN_MAX) + "…";
    }

    private static Map<String, String> of(Part part, boolean eachMessage) {
        Map<String, String> facts = new TreeMap<>();
        if (part instanceof Part.OfNode of) {
            node(of.node(), facts);
        } else if (part instanceof Part.OfPool of) {
            facts.put("packages", of.pool().lots().toString());
            facts.put("lists with credits", of.pool().lists().toString());
        } else if (part instanceof Part.OfRecord of) {
            record(of, eachMessage, facts);
        } else if (part instanceof Part.OfAnswer of) {
            facts.put("fingerprint", of.fingerprint());
            facts.put("until", Long.toString(of.untilMs()));
            facts.put("outcome", of.outcome().toString());
            @Nullable Order order = of.order();
            if (order != null) {
                facts.put("order", order.count() + " of " + order.totalMicro() + " " + text(order, order.count()));
            }
        }
        return facts;
    }

    private static void node(Node n, Map<String, String> facts) {
        facts.put("parent", String.valueOf(n.parent()));
        facts.put("funding", n.funding().toString());
        facts.put("limit", Long.toString(n.limitMicro()));
        facts.put("window", n.window().toString());
        facts.put("credit limit", Long.toString(n.creditLimitMicro()));
        facts.put("status", n.status().toString());
        facts.put("available", Long.toString(n.availableMicro()));
        facts.put("reserved", Long.toString(n.reservedMicro()));
        facts.put("confirmed", Long.toString(n.confirmedMicro()));
        facts.put("spent", Long.toString(n.spentMicro()));
        facts.put("next expiry", Long.toString(n.nextExpiryMs()));
        facts.put("children", Integer.toString(n.children()));
        facts.put("top-up", n.topUp().toString());
    }

    private static void record(Part.OfRecord r, boolean eachMessage, Map<String, String> facts) {
        facts.put("terms", r.terms().toString());
        facts.put("reserved at", Long.toString(r.atMs()));
        facts.put("due", Long.toString(r.dueMs()));
        facts.put("whether any was released", Boolean.toString(r.anyReleased()));
        facts.put("messages held", Integer.toString(r.heldCount()));
        facts.put("reserved", Long.toString(r.reservedMicro()));
        facts.put("confirmed", Long.toString(r.confirmedMicro()));
        facts.put("released", Long.toString(r.releasedMicro()));
        for (Part.Send send : r.sends()) {
            String id = Ids.send(r.id(), send.slot());
            facts.put(
                    "send " + id,
                    send.leaf() + " " + send.depth() + " up to " + send.upTo() + ", accepted " + send.accepted() + ", "
                            + text(send.order(), send.upTo()));
            for (int i = 0; eachMessage && i < send.upTo(); i++) {
                int position = send.slot() + i;
                char status = position < r.statuses().length() ? r.statuses().charAt(position) : '0';
                facts.put("message " + Ids.message(id, i), word(status));
            }
        }
    }

    private static String word(char digit) {
        return Holding.Status.of(digit).name().toLowerCase(Locale.ROOT);
    }

    /** What of an order says how each message is settled; how many refused recipients come after the last is not of it. */
    private static String text(Order order, int upTo) {
        byte[] map = order.classMap();
        int width = map.length == 0 ? 0 : map.length / order.count();
        String classes = map.length == 0 ? "" : HexFormat.of().formatHex(map, 0, width * upTo);
        return EntryCodec.classes(order.classes()) + " " + classes + " " + order.label();
    }
}
