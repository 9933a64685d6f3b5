package io.farebox.redis;

import io.farebox.charge.Command;
import io.farebox.charge.Order;
import io.farebox.charge.Outcome;
import io.farebox.charge.Terms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One call of the script: what goes out together, and who waits for which of its replies.
 *
 * <p>All that is in a call arrived while the one before it was in flight, so no order among them was promised to
 * anybody: sends that are alike go out as one command, after all the others.
 */
final class Call {
    private static final int MANIFEST_LENGTH_BYTES = 4;

    private final Batch batch;
    private final SharedRecords shared;
    private final List<Waiting> separate = new ArrayList<>();
    private final Map<Alike, List<Waiting>> alike = new LinkedHashMap<>();
    private final List<List<Waiting>> groups = new ArrayList<>();
    private final long sinceMs;
    private int size;
    private int manifestBytes;

    /**
     * An empty call.
     *
     * @param first the one that has waited longest; it is not added here
     */
    Call(PartitionKeys names, SharedRecords shared, Waiting first) {
        this.batch = new Batch(names);
        this.shared = shared;
        this.sinceMs = first.sinceMs();
    }

    /** Since when the first of them has waited. */
    long sinceMs() {
        return sinceMs;
    }

    int size() {
        return size;
    }

    int bytes() {
        return batch.bytes() + manifestBytes;
    }

    void add(Waiting waiting) {
        size++;
        if (!waiting.single()) {
            batch.add(waiting.command());
            separate.add(waiting);
            return;
        }
        Command.Reserve command = (Command.Reserve) waiting.command();
        if (Alike.mayBe(command)) {
            manifestBytes += MANIFEST_LENGTH_BYTES + command.order().manifest().length;
            alike.computeIfAbsent(Alike.of(command), key -> new ArrayList<>()).add(waiting);
        } else {
            Terms terms = SharedRecords.rounded(command.terms());
            batch.addKeyed(shared.place(terms, 1), terms, command);
            separate.add(waiting);
        }
    }

    /** All of it as keys and arguments; nothing is added afterwards. */
    Batch seal() {
        alike.forEach(this::seal);
        return batch;
    }

    private void seal(Alike what, List<Waiting> all) {
        for (int from = 0; from < all.size(); ) {
            SharedRecords.Place place = shared.place(what.terms(), all.size() - from);
            List<Waiting> group = all.subList(from, from + place.count());
            batch.addAlike(
                    place,
                    what,
                    group.stream().map(waiting -> order(waiting).manifest()).toList());
            groups.add(group);
            from += place.count();
        }
    }

    private static Order order(Waiting waiting) {
        return ((Command.Reserve) waiting.command()).order();
    }

    /** Tells everybody what the replies say. */
    void answered(List<?> replies) {
        int next = 0;
        for (Waiting waiting : separate) {
            deliver(waiting, replies.get(next++));
        }
        for (List<Waiting> group : groups) {
            deliver(group, replies.get(next++));
        }
    }

    /** A reply that cannot be read fails its own caller and nobody else. */
    private static void deliver(Waiting waiting, Object reply) {
        Outcome outcome;
        try {
            outcome = Replies.outcome(reply);
        } catch (RuntimeException unreadable) {
            waiting.caller().failure(unreadable);
            return;
        }
        waiting.caller().outcome(outcome);
    }

    private static void deliver(List<Waiting> group, Object reply) {
        Replies.Group outcomes;
        try {
            outcomes = Replies.group(reply, order(group.get(0)).totalMicro());
        } catch (RuntimeException unreadable) {
            group.forEach(waiting -> waiting.caller().failure(unreadable));
            return;
        }
        for (int i = 0; i < group.size(); i++) {
            group.get(i).caller().outcome(outcomes.outcome(i));
        }
    }

    /** Tells everybody that there is no outcome. */
    void failed(Throwable cause) {
        separate.forEach(waiting -> waiting.caller().failure(cause));
        groups.forEach(group -> group.forEach(waiting -> waiting.caller().failure(cause)));
    }
}
