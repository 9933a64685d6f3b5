package io.farebox.audit;

import io.farebox.audit.Difference.Subject;
import io.farebox.charge.Entry;
import io.farebox.charge.Holding;
import io.farebox.charge.Holding.Status;
import io.farebox.charge.Ids;
import io.farebox.ledger.History;
import io.farebox.ledger.History.MessageLine;
import io.farebox.ledger.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The comparison of sends in the archive with what the journal says has become of their messages.
 *
 * <p>A send that entries have settled is compared when its record is about to be forgotten, or where the fold has come to
 * the archive's end. The archive may be further by then: what can still happen to a message is no difference.
 */
final class SendCheck implements JournalFold.Watcher {
    private static final int MESSAGES_MAX = 1000;

    private final History history;
    private final JournalFold fold;
    private final HistoryReads queries;
    private final Findings findings;
    private final Map<String, Set<Integer>> settled = new HashMap<>();
    private final List<Question> waiting = new ArrayList<>();
    private boolean noting = true;
    private long compared;

    SendCheck(History history, JournalFold fold, HistoryReads queries, Findings findings) {
        this.history = history;
        this.fold = fold;
        this.queries = queries;
        this.findings = findings;
    }

    /** How many messages were compared. */
    long compared() {
        return compared;
    }

    /** Says whether settlements of the entries to come are compared. */
    void note(boolean noting) {
        this.noting = noting;
    }

    @Override
    public void before(Entry entry) {
        if (entry instanceof Entry.Forgotten e) {
            Set<Integer> slots = settled.remove(e.record());
            compare(e.record(), slots == null ? Set.of() : slots);
        } else if (!noting) {
            return;
        } else if (entry instanceof Entry.Settled e) {
            note(e.record(), e.slot());
        } else if (entry instanceof Entry.Lapsed e) {
            note(e.record(), e.slot());
        } else if (entry instanceof Entry.Cancelled e) {
            note(e.record(), e.slot());
        }
    }

    private void note(String record, int slot) {
        settled.computeIfAbsent(record, any -> new LinkedHashSet<>()).add(slot);
    }

    /** Compares what is left, where the fold stands now; nothing is noted afterwards. */
    void finish() {
        noting = false;
        for (Iterator<Map.Entry<String, Set<Integer>>> i = settled.entrySet().iterator(); i.hasNext(); i.remove()) {
            Map.Entry<String, Set<Integer>> next = i.next();
            compare(next.getKey(), next.getValue());
        }
        compareWaiting();
    }

    private void compare(String record, Set<Integer> slots) {
        Holding holding = fold.state().record(record);
        for (int slot : slots) {
            Holding.@Nullable Held send = holding == null ? null : holding.send(slot);
            if (holding != null && send != null) {
                waiting.add(new Question(record, slot, holding, send));
                if (waiting.size() >= queries.atOnce()) {
                    compareWaiting();
                }
            }
        }
    }

    private void compareWaiting() {
        queries.put(waiting);
        waiting.clear();
    }

    /** The messages of a send. What the fold said of it stays: the record is forgotten, or the fold has come to the end. */
    private final class Question implements HistoryReads.Question<MessageLine> {
        private final String send;
        private final int slot;
        private final Holding holding;
        private final int accepted;
        private final long changedIn;
        private int found;

        Question(String record, int slot, Holding holding, Holding.Held send) {
            this.send = Ids.send(record, slot);
            this.slot = slot;
            this.holding = holding;
            accepted = send.order().acceptedBelow(send.upTo());
            changedIn = fold.changedIn(record);
        }

        @Override
        public Mono<Page<MessageLine>> page(@Nullable String cursor) {
            return history.messagesOfSend(send, cursor, MESSAGES_MAX);
        }

        @Override
        public void line(MessageLine line) {
            found++;
            compared++;
            Status journal = holding.status(slot + Ids.indexOf(line.id()));
            if (!fits(line, journal)) {
                tell(line.id(), "its status", journal.name().toLowerCase(Locale.ROOT), line.status());
            }
        }

        @Override
        public void end() {
            if (found != accepted) {
                tell(send, "the number of its messages", "" + accepted, "" + found);
            }
        }

        private void tell(String id, String what, String journal, String found) {
            findings.add(Subject.MESSAGE, id, what, journal, found, changedIn);
        }
    }

    private static boolean fits(MessageLine line, Status journal) {
        return switch (journal) {
            case HELD -> true;
            case CONFIRMED -> line.status().equals("confirmed") || line.status().equals("recharged");
            // The archive may know of a late charge that the fold has not come to.
            case RELEASED -> line.status().equals("released") || line.status().equals("recharged");
            case FEE_CHARGED -> line.status().equals("released");
        };
    }
}
