package io.farebox.audit;

import io.farebox.audit.Difference.Subject;
import io.farebox.charge.Funding;
import io.farebox.charge.Ids;
import io.farebox.charge.Node;
import io.farebox.charge.Part;
import io.farebox.charge.State;
import io.farebox.ledger.LiveState;
import io.farebox.ledger.LiveState.Look;
import io.farebox.ledger.LiveState.Seen;
import io.farebox.ledger.LiveState.Source;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The comparison of the live state with the fold, while traffic goes on.
 *
 * <p>A batch is looked at in one instant, and that says of which block it is the state. The fold goes on to exactly that
 * block, and then the two must be equal: nothing is locked, and nothing is a matter of timing. What only the fold has is
 * found because its ids are asked for, what only the live state has because that is walked over.
 */
final class LiveCheck {
    /** Answers are remembered so long by two clocks; those that end within it are not compared. */
    private static final long ANSWER_MARGIN_MS = 60_000;
    /** The sweeper looks again so soon at what it could not finish (pool.lua). */
    private static final long LOOKED_AT_AGAIN_MS = 60_000;

    private final int partition;
    private final LiveState live;
    private final JournalFold fold;
    private final Reads reads;
    private final AuditSettings settings;
    private final Findings findings;
    private final InstantSource clock;
    private long compared;
    private boolean behind;

    LiveCheck(
            int partition,
            LiveState live,
            JournalFold fold,
            Reads reads,
            AuditSettings settings,
            Findings findings,
            InstantSource clock) {
        this.partition = partition;
        this.live = live;
        this.fold = fold;
        this.reads = reads;
        this.settings = settings;
        this.findings = findings;
        this.clock = clock;
    }

    /** How many nodes, records and answers were compared. */
    long compared() {
        return compared;
    }

    void run() {
        Set<String> nodes = new HashSet<>(fold.state().nodes().keySet());
        compareNodes(sorted(nodes));
        Set<String> records = new HashSet<>(fold.state().records());
        compareRecords(sorted(records));
        Set<String> answers = new HashSet<>(fold.state().answers(laterMs()));
        inBatches(sorted(answers), ids -> live.answers(partition, ids), this::compareAnswer);
        compareNodes(others(Source.NODES, nodes));
        compareNodes(others(Source.POOLS, nodes));
        List<String> due = others(Source.DUE, nodes);
        compareNodes(due.stream().filter(Ids::isAccount).toList());
        due.removeIf(id -> Ids.isAccount(id) || records.contains(id));
        compareRecords(due);
        if (settings.walksKeys()) {
            compareRecords(others(Source.RECORDS, records));
            inBatches(others(Source.ANSWERS, answers), ids -> live.answers(partition, ids), this::compareAnswer);
        }
    }

    private static List<String> sorted(Set<String> ids) {
        return ids.stream().sorted().toList();
    }

    /** The ids of a source that were not compared yet; they are added to those that were. */
    private List<String> others(Source source, Set<String> known) {
        List<String> others = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            LiveState.Ids page = reads.one(live.ids(partition, source, cursor, settings.idsMax()));
            page.ids().stream().filter(known::add).forEach(others::add);
            cursor = page.next();
        } while (cursor != null && !fold.isBroken());
        return others;
    }

    private void compareNodes(List<String> ids) {
        inBatches(ids, batch -> live.nodes(partition, batch), this::compareNode);
    }

    private void inBatches(List<String> ids, Function<List<String>, Mono<Look>> look, Function<Seen, Boolean> compare) {
        for (int from = 0; from < ids.size() && !fold.isBroken(); from += settings.idsMax()) {
            compare(look.apply(ids.subList(from, Math.min(from + settings.idsMax(), ids.size()))), compare);
        }
    }

    /** Batches of records are bounded by their messages, of which one record has up to a send's recipients. */
    private void compareRecords(List<String> ids) {
        List<String> batch = new ArrayList<>();
        int messages = 0;
        for (String id : ids) {
            Part.OfRecord record = fold.state().recordPart(id);
            int more = record == null ? 1 : record.statuses().length();
            if (!batch.isEmpty() && (messages + more > settings.messagesMax() || batch.size() == settings.idsMax())) {
                compare(live.records(partition, List.copyOf(batch)), this::compareRecord);
                batch.clear();
                messages = 0;
            }
            batch.add(id);
            messages += more;
        }
        if (!batch.isEmpty()) {
            compare(live.records(partition, batch), this::compareRecord);
        }
    }

    private void compare(Mono<Look> looking, Function<Seen, Boolean> compare) {
        if (fold.isBroken()) {
            return;
        }
        Look look = reads.one(looking);
        if (isBehind(look) || !fold.advanceTo(look.seq())) {
            return;
        }
        for (Seen seen : look.seen()) {
            compared += compare.apply(seen) ? 1 : 0;
        }
    }

    /** A store that lost blocks holds an earlier state; what of it differs says no more. */
    private boolean isBehind(Look look) {
        if (look.seq() >= fold.seq() || look.seq() < 0 && fold.seq() == 0) {
            return false;
        }
        if (!behind) {
            behind = true;
            findings.add(
                    Subject.JOURNAL,
                    "as a whole",
                    "the block that the live state has come to",
                    Long.toString(fold.seq()),
                    look.seq() < 0 ? "none: it is closed, or was lost" : Long.toString(look.seq()),
                    0);
        }
        return true;
    }

    private boolean compareNode(Seen seen) {
        State state = fold.state();
        tell(Subject.NODE, seen.id(), seen.node(), state.nodePart(seen.id()));
        if (Ids.isAccount(seen.id())) {
            Part pool = seen.pool() == null
                    ? new Part.OfPool(seen.id(), new State.Pool(List.of(), List.of()))
                    : seen.pool();
            tell(Subject.POOL, seen.id(), pool, new Part.OfPool(seen.id(), state.pool(seen.id())));
            compareDue(seen, state.node(seen.id()));
        }
        return true;
    }

    /** An account's time may be earlier than it must be, because the sweeper looks again; never later. */
    private void compareDue(Seen seen, @Nullable Node node) {
        if (node == null) {
            if (seen.dueMs() != 0) {
                findings.add(Subject.DUE, seen.id(), "it", "not there", "there", fold.changedIn(seen.id()));
            }
            return;
        }
        boolean topUpDue = node.topUp().creditsMicro() > 0
                && node.availableMicro() < node.topUp().belowMicro();
        if (node.funding() != Funding.OWN || node.nextExpiryMs() == 0 && !topUpDue) {
            return;
        }
        long againMs = clock.millis() + LOOKED_AT_AGAIN_MS;
        long latestMs = node.nextExpiryMs() == 0 ? againMs : Math.max(node.nextExpiryMs(), againMs);
        if (seen.dueMs() == 0 || seen.dueMs() > latestMs) {
            findings.add(
                    Subject.DUE,
                    seen.id(),
                    "when the sweeper is to look at it",
                    "at " + latestMs + " at the latest",
                    seen.dueMs() == 0 ? "never" : "at " + seen.dueMs(),
                    fold.changedIn(seen.id()));
        }
    }

    private boolean compareRecord(Seen seen) {
        Part.OfRecord journal = fold.state().recordPart(seen.id());
        tell(Subject.RECORD, seen.id(), seen.record(), journal);
        long dueMs = journal == null ? 0 : journal.dueMs();
        if (dueMs != seen.dueMs()) {
            findings.add(
                    Subject.DUE,
                    seen.id(),
                    "when the sweeper is to look at it",
                    dueMs == 0 ? "never" : "at " + dueMs,
                    seen.dueMs() == 0 ? "never" : "at " + seen.dueMs(),
                    fold.changedIn(seen.id()));
        }
        return true;
    }

    private boolean compareAnswer(Seen seen) {
        Part.OfAnswer journal = fold.state().answerPart(seen.id(), laterMs());
        boolean ends = seen.answer() instanceof Part.OfAnswer answer && answer.untilMs() <= laterMs();
        if (journal == null && ends) {
            return false;
        }
        tell(Subject.ANSWER, seen.id(), seen.answer(), journal);
        return true;
    }

    private long laterMs() {
        return clock.millis() + ANSWER_MARGIN_MS;
    }

    private void tell(Subject subject, String id, @Nullable Part found, @Nullable Part journal) {
        Facts.compare(
                found,
                journal,
                fact -> findings.add(subject, id, fact.what(), fact.journal(), fact.found(), fold.changedIn(id)));
    }
}
