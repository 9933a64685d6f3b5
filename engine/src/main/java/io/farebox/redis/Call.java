package io.farebox.redis;

import io.farebox.charge.Command;
import io.farebox.charge.Event;
import io.farebox.charge.Order;
import io.farebox.charge.Outcome;
import io.farebox.charge.Terms;
import io.farebox.ledger.EntryCodec;
import io.farebox.tracing.TraceSpan;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One call of the script: what goes out together, and who waits for which of its replies.
 *
 * <p>All that is in a call arrived while the one before it was in flight, so no order among it was promised to anybody but
 * to those who report twice on a message. Reports that say the same of one record go out as one command, and then sends
 * that are alike, after all the others.
 */
final class Call {
    private static final int MANIFEST_LENGTH_BYTES = 4;
    private static final int MESSAGE_BYTES = 5;

    /** A report that joins another on the same record costs the script about an eighth of a command of its own. */
    private static final int JOINING_PER_COMMAND = 8;

    /** Those who wait for one reply, and how it is read: the outcome of each by its place. */
    private record Group(List<Waiting> members, Function<Object, IntFunction<Outcome>> reader) {}

    /** Reports that go out as one command. */
    private record Said(String record, Event event, String reason, boolean authentic) {}

    private record Message(String record, int slot, int index) {}

    private final Batch batch;
    private final SharedRecords shared;
    private final List<Group> groups = new ArrayList<>();
    private final Map<Said, List<Waiting>> reports = new LinkedHashMap<>();
    private final Set<Message> reported = new HashSet<>();
    private final Map<Alike, List<Waiting>> alike = new LinkedHashMap<>();
    /** Null where no command is of a sampled request, as in most calls. */
    private @Nullable TracedCall traced;

    private long sinceMs = Long.MAX_VALUE;
    private int size;
    /** What the script has to do, in eighths of a command. */
    private int eighths;

    private int waitingBytes;

    /** An empty call. */
    Call(PartitionKeys names, SharedRecords shared) {
        this.batch = new Batch(names);
        this.shared = shared;
    }

    /** Since when the one of them has waited that came first. */
    long sinceMs() {
        return sinceMs;
    }

    int size() {
        return size;
    }

    /** Whether it carries as much as it may: nothing else is done in the store while a call is. */
    boolean isFull(RedisSettings settings) {
        return eighths >= settings.batchMax() * JOINING_PER_COMMAND
                || batch.bytes() + waitingBytes >= settings.batchBytesMax();
    }

    void add(Waiting waiting) {
        size++;
        eighths += JOINING_PER_COMMAND;
        sinceMs = Math.min(sinceMs, waiting.sinceMs());
        TraceSpan span = waiting.caller().span();
        if (span != null) {
            traced = traced == null ? new TracedCall() : traced;
            traced.add(span);
        }
        if (waiting.single()) {
            addSingle(waiting, (Command.Reserve) waiting.command());
        } else if (waiting.command() instanceof Command.Settle settle) {
            addReport(waiting, settle);
        } else {
            batch.add(waiting.command());
            groups.add(separate(waiting));
        }
    }

    private static Group separate(Waiting waiting) {
        return new Group(List.of(waiting), reply -> place -> Replies.outcome(reply));
    }

    private void addSingle(Waiting waiting, Command.Reserve command) {
        if (Alike.mayBe(command)) {
            waitingBytes += MANIFEST_LENGTH_BYTES + command.order().manifest().length;
            alike.computeIfAbsent(Alike.of(command), key -> new ArrayList<>()).add(waiting);
        } else {
            Terms terms = SharedRecords.rounded(command.terms());
            batch.addKeyed(shared.place(terms, 1), terms, command);
            groups.add(separate(waiting));
        }
    }

    /** A second report on a message goes out behind the first one, and so behind all reports before it. */
    private void addReport(Waiting waiting, Command.Settle c) {
        if (!reported.add(new Message(c.record(), c.slot(), c.index()))) {
            sealReports();
            reported.add(new Message(c.record(), c.slot(), c.index()));
        }
        waitingBytes += MESSAGE_BYTES;
        List<Waiting> group = reports.computeIfAbsent(
                new Said(c.record(), c.event(), c.reason(), c.authentic()), key -> new ArrayList<>());
        if (!group.isEmpty()) {
            eighths -= JOINING_PER_COMMAND - 1;
        }
        group.add(waiting);
    }

    /** All of it as keys and arguments; nothing is added afterwards. */
    Batch seal() {
        sealReports();
        alike.forEach(this::seal);
        if (traced != null) {
            batch.addTraced(traced.begin(shared.partition(), size));
        }
        return batch;
    }

    private void sealReports() {
        for (List<Waiting> group : reports.values()) {
            ByteArrayOutputStream messages = new ByteArrayOutputStream(MESSAGE_BYTES * group.size());
            for (Waiting waiting : group) {
                Command.Settle settle = (Command.Settle) waiting.command();
                messages.writeBytes(EntryCodec.message(settle.slot(), settle.index()));
            }
            batch.addSettles((Command.Settle) group.get(0).command(), messages.toByteArray());
            groups.add(new Group(group, reply -> Replies.settled(reply)::get));
        }
        reports.clear();
        reported.clear();
    }

    private void seal(Alike what, List<Waiting> all) {
        for (int from = 0; from < all.size(); ) {
            SharedRecords.Place place = shared.place(what.terms(), all.size() - from);
            List<Waiting> group = all.subList(from, from + place.count());
            batch.addAlike(
                    place,
                    what,
                    group.stream().map(waiting -> order(waiting).manifest()).toList());
            groups.add(new Group(group, reply -> Replies.group(reply, what.creditsMicro())::outcome));
            from += place.count();
        }
    }

    private static Order order(Waiting waiting) {
        return ((Command.Reserve) waiting.command()).order();
    }

    /** Tells everybody what the replies say. */
    void answered(List<?> replies) {
        if (traced != null) {
            traced.answered();
        }
        for (int i = 0; i < groups.size(); i++) {
            deliver(groups.get(i), replies.get(i));
        }
    }

    /** A reply that cannot be read fails those who wait for it and nobody else. */
    private static void deliver(Group group, Object reply) {
        List<Outcome> outcomes = new ArrayList<>(group.members().size());
        try {
            IntFunction<Outcome> reader = group.reader().apply(reply);
            for (int i = 0; i < group.members().size(); i++) {
                outcomes.add(reader.apply(i));
            }
        } catch (RuntimeException unreadable) {
            group.members().forEach(waiting -> waiting.caller().failure(unreadable));
            return;
        }
        for (int i = 0; i < outcomes.size(); i++) {
            group.members().get(i).caller().outcome(outcomes.get(i));
        }
    }

    /** Tells everybody, in the order of the call, that there is no outcome. */
    void failed(Throwable cause) {
        if (traced != null) {
            traced.failed(cause);
        }
        groups.forEach(
                group -> group.members().forEach(waiting -> waiting.caller().failure(cause)));
    }
}
