package io.farebox.audit;

import io.farebox.audit.Difference.Subject;
import io.farebox.charge.Entry;
import io.farebox.charge.Holding;
import io.farebox.charge.Holding.Status;
import io.farebox.charge.Ids;
import io.farebox.ledger.History;
import io.farebox.ledger.History.MessageLine;
import io.farebox.ledger.Page;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
    private final Reads reads;
    private final HistoryReads budget;
    private final Findings findings;
    private final Map<String, Set<Integer>> settled = new HashMap<>();
    private boolean noting = true;
    private long compared;

    SendCheck(History history, JournalFold fold, Reads reads, HistoryReads budget, Findings findings) {
        this.history = history;
        this.fold = fold;
        this.reads = reads;
        this.budget = budget;
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
    }

    private void compare(String record, Set<Integer> slots) {
        Holding holding = fold.state().record(record);
        for (int slot : slots) {
            Holding.@Nullable Held send = holding == null ? null : holding.send(slot);
            if (holding != null && send != null) {
                compare(Ids.send(record, slot), slot, holding, send);
            }
        }
    }

    private void compare(String id, int slot, Holding holding, Holding.Held send) {
        int[] found = {0};
        @Nullable String cursor = null;
        do {
            if (!budget.take()) {
                return;
            }
            Page<MessageLine> page = reads.one(history.messagesOfSend(id, cursor, MESSAGES_MAX));
            page.items().forEach(line -> {
                found[0]++;
                compare(line, holding.status(slot + Ids.indexOf(line.id())));
            });
            cursor = page.next();
        } while (cursor != null);
        int accepted = send.order().acceptedBelow(send.upTo());
        if (found[0] != accepted) {
            tell(id, "the number of its messages", "" + accepted, "" + found[0]);
        }
    }

    private void compare(MessageLine line, Status journal) {
        compared++;
        boolean fits = switch (journal) {
            case HELD -> true;
            case CONFIRMED -> line.status().equals("confirmed") || line.status().equals("recharged");
            // The archive may know of a late charge that the fold has not come to.
            case RELEASED -> line.status().equals("released") || line.status().equals("recharged");
            case FEE_CHARGED -> line.status().equals("released");
        };
        if (!fits) {
            tell(line.id(), "its status", journal.name().toLowerCase(Locale.ROOT), line.status());
        }
    }

    private void tell(String id, String what, String journal, String found) {
        findings.add(Subject.MESSAGE, id, what, journal, found, fold.changedIn(Ids.recordOf(id)));
    }
}
