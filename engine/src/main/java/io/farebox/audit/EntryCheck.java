package io.farebox.audit;

import io.farebox.audit.Difference.Subject;
import io.farebox.charge.Clause;
import io.farebox.charge.Entry;
import io.farebox.charge.Holding;
import io.farebox.charge.Holding.Status;
import io.farebox.charge.Ids;
import io.farebox.charge.Node;
import io.farebox.charge.PriceClass;
import io.farebox.charge.Settlement;
import io.farebox.charge.State;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rules that must never break, held against each entry of the journal as it is folded.
 *
 * <p>Before an entry is applied: is it allowed where the state stands? After it: is the balance what the entry says, has
 * each payer what it was supplied with, and is every counter within its bounds? So a counter that was changed behind the
 * journal's back is named by the first entry that was decided on it.
 */
final class EntryCheck {
    private final Findings findings;
    private final State state;
    /** For each payer that was met: available + reserved + confirmed, as what came and went makes it. */
    private final Map<String, Long> booksMicro = new HashMap<>();

    private long seq;

    EntryCheck(Findings findings, State state) {
        this.findings = findings;
        this.state = state;
    }

    /** Applies an entry of a block, and holds it to the rules. */
    void apply(Entry entry, Effect effect, long seq, long atMs) {
        this.seq = seq;
        before(entry, effect);
        effect.nodes().forEach(this::openBook);
        state.apply(entry, atMs);
        effect.suppliedMicro().forEach((node, micro) -> booksMicro.merge(node, micro, Long::sum));
        @Nullable String newBook = effect.newBook();
        if (newBook != null) {
            booksMicro.remove(newBook);
            openBook(newBook);
        }
        effect.availableMicro().forEach(this::checkClaim);
        effect.nodes().forEach(this::checkNode);
    }

    private void before(Entry entry, Effect effect) {
        if (entry instanceof Entry.Reserved e) {
            checkPayer(effect, e.payer());
            checkRoom(effect, e.creditsMicro());
        } else if (entry instanceof Entry.Settled e) {
            checkPayer(effect, e.payer());
            checkSettled(e, effect);
        } else if (entry instanceof Entry.Lapsed e) {
            checkRest(e.record(), e.slot(), e.clause(), e.count(), e.creditsMicro());
        } else if (entry instanceof Entry.Cancelled e) {
            checkRest(e.record(), e.slot(), null, e.count(), e.creditsMicro());
        }
    }

    private void checkPayer(Effect effect, String payer) {
        String last = effect.nodes().get(effect.nodes().size() - 1);
        if (!last.equals(payer)) {
            broken(payer, "the end of the path that pays", last, payer);
        }
    }

    /** Neither available credits nor a cap on the path may be overdrawn. */
    private void checkRoom(Effect effect, long creditsMicro) {
        for (String id : effect.nodes()) {
            Node node = state.node(id);
            if (node == null || creditsMicro == 0) {
                continue;
            }
            if (node.limitMicro() != Node.UNLIMITED && node.roomMicro() < creditsMicro) {
                broken(id, "what was taken of its limit", "at most " + node.roomMicro(), "" + creditsMicro);
            }
            long room = node.availableMicro() + node.creditLimitMicro();
            if (node.funding().holdsCredits() && room < creditsMicro) {
                broken(id, "what was taken of its credits", "at most " + room, "" + creditsMicro);
            }
        }
    }

    /** A message settles once; only one that was released is charged after all. */
    private void checkSettled(Entry.Settled e, Effect effect) {
        Holding holding = state.record(e.record());
        Holding.@Nullable Held send = holding == null ? null : holding.send(e.slot());
        String message = Ids.message(Ids.send(e.record(), e.slot()), e.index());
        if (holding == null || send == null || !send.holds(e.index())) {
            broken(message, "a message that was settled", "none that is held", "" + e.settlement());
            return;
        }
        Status status = holding.status(e.slot() + e.index());
        Status needed = e.settlement() == Settlement.RECHARGED ? Status.RELEASED : Status.HELD;
        if (status != needed) {
            broken(message, "what was settled", "" + status, "" + e.settlement());
        }
        PriceClass price = send.order().classes().get(send.order().classOf(e.index()) - 1);
        if (!price.equals(e.priceClass())) {
            broken(message, "its price", "" + price, "" + e.priceClass());
        }
        long feeMicro =
                e.settlement() == Settlement.RELEASED ? Clause.of(0, e.rule()).failureFeeMicro() : 0;
        if (e.feeMicro() > Math.min(feeMicro, price.creditsMicro())) {
            broken(message, "its fee", "at most " + Math.min(feeMicro, price.creditsMicro()), "" + e.feeMicro());
        }
        if (e.settlement() == Settlement.RECHARGED) {
            checkRoom(effect, price.creditsMicro());
        }
    }

    private void checkRest(String record, int slot, @Nullable Clause clause, int count, long creditsMicro) {
        Holding holding = state.record(record);
        Holding.@Nullable Held send = holding == null ? null : holding.send(slot);
        int held = 0;
        long micro = 0;
        for (int i = 0; holding != null && send != null && i < send.upTo(); i++) {
            if (holding.isHeld(slot, send, i, clause)) {
                held++;
                micro += send.order().creditsMicroOf(i);
            }
        }
        if (held != count || micro != creditsMicro) {
            broken(
                    Ids.send(record, slot),
                    "the rest that was settled",
                    held + " messages of " + micro,
                    count + " messages of " + creditsMicro);
        }
    }

    private void openBook(String id) {
        Node node = state.node(id);
        if (node != null) {
            booksMicro.putIfAbsent(id, totalMicro(node));
        }
    }

    private static long totalMicro(Node node) {
        return node.availableMicro() + node.reservedMicro() + node.confirmedMicro();
    }

    private void checkClaim(String id, long availableMicro) {
        Node node = state.node(id);
        long folded = node == null ? 0 : node.availableMicro();
        if (folded != availableMicro) {
            broken(id, "available after an entry", "" + folded, "" + availableMicro);
        }
    }

    private void checkNode(String id) {
        Node node = Objects.requireNonNull(state.node(id), id);
        checkAtLeast(id, "reserved", 0, node.reservedMicro());
        checkAtLeast(id, "confirmed", 0, node.confirmedMicro());
        checkAtLeast(id, "spent", 0, node.spentMicro());
        checkAtLeast(id, "available", -node.creditLimitMicro(), node.availableMicro());
        if (!node.funding().holdsCredits()) {
            booksMicro.remove(id);
            if (node.availableMicro() != 0) {
                broken(id, "available of what holds no credits", "0", "" + node.availableMicro());
            }
            return;
        }
        long book = booksMicro.getOrDefault(id, totalMicro(node));
        if (book != totalMicro(node)) {
            broken(id, "available, reserved and confirmed together", "" + book, "" + totalMicro(node));
            booksMicro.put(id, totalMicro(node));
        }
    }

    private void checkAtLeast(String id, String what, long least, long found) {
        if (found < least) {
            broken(id, what, "at least " + least, "" + found);
        }
    }

    private void broken(String id, String what, String journal, String found) {
        findings.add(Subject.RULE, id, what, journal, found, seq);
    }
}
