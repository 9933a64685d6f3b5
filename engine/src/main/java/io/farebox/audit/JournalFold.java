package io.farebox.audit;

import io.farebox.audit.Difference.Subject;
import io.farebox.charge.Entry;
import io.farebox.charge.State;
import io.farebox.ledger.Block;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fold of a partition's journal, block after block without a gap, and which block changed what last. */
final class JournalFold {
    /** Blocks after which answers whose time is over are dropped. */
    private static final int FORGET_EVERY_BLOCKS = 10_000;

    /** Is shown each entry before it is applied. */
    interface Watcher {
        void before(Entry entry);
    }

    private final Blocks blocks;
    private final Findings findings;
    private final State state;
    private final EntryCheck check;
    private final Map<String, Long> changedIn = new HashMap<>();
    private Watcher watcher = entry -> {};
    private long seq;
    private long atMs;
    private long entries;
    private boolean broken;

    /** Goes on from the state after a block; from an empty one after block 0. */
    JournalFold(Blocks blocks, Findings findings, State state, long seq, long atMs) {
        this.blocks = blocks;
        this.findings = findings;
        this.state = state;
        this.check = new EntryCheck(findings, state);
        this.seq = seq;
        this.atMs = atMs;
    }

    void watch(Watcher watcher) {
        this.watcher = watcher;
    }

    State state() {
        return state;
    }

    /** The last block that was folded. */
    long seq() {
        return seq;
    }

    /** When that was decided (UTC epoch). */
    long atMs() {
        return atMs;
    }

    /** Entries that were folded. */
    long entries() {
        return entries;
    }

    /** Whether a block is missing or cannot be applied: nothing after it can be told. */
    boolean isBroken() {
        return broken;
    }

    /** The block that changed a node, record or key last, 0 where none did since the fold began. */
    long changedIn(String id) {
        return changedIn.getOrDefault(id, 0L);
    }

    /** Folds up to a block, from stream or archive; false where it cannot be reached. */
    boolean advanceTo(long toSeq) {
        while (!broken && seq < toSeq) {
            List<Block> next = blocks.from(seq + 1, toSeq);
            if (next.isEmpty()) {
                missing();
            }
            fold(next);
        }
        return !broken;
    }

    private void missing() {
        broken = true;
        findings.add(
                Subject.JOURNAL,
                "block " + (seq + 1),
                "it",
                "there",
                "neither in the stream nor in the archive" + blocks.after(seq + 1),
                seq + 1);
    }

    /** Folds these blocks, of which the first is the next. */
    void fold(List<Block> next) {
        for (Block block : next) {
            if (block.seq() != seq + 1) {
                missing();
            }
            if (broken) {
                return;
            }
            fold(block);
        }
    }

    private void fold(Block block) {
        for (Entry entry : block.entries()) {
            try {
                fold(entry, block);
            } catch (IllegalStateException | NullPointerException | IndexOutOfBoundsException impossible) {
                broken = true;
                String what = "an entry (" + entry.getClass().getSimpleName() + ")";
                findings.add(Subject.RULE, "block " + block.seq(), what, "one that fits", "" + impossible, block.seq());
                return;
            }
        }
        seq = block.seq();
        atMs = block.atMs();
        if (seq % FORGET_EVERY_BLOCKS == 0) {
            state.forgetAnswers(atMs);
        }
    }

    private void fold(Entry entry, Block block) {
        watcher.before(entry);
        Effect effect = Effect.of(entry, state);
        check.apply(entry, effect, block.seq(), block.atMs());
        effect.nodes().forEach(id -> changedIn.put(id, block.seq()));
        effect.availableMicro().keySet().forEach(id -> changedIn.put(id, block.seq()));
        @Nullable String record = effect.record();
        if (entry instanceof Entry.Forgotten e) {
            changedIn.remove(e.record());
        } else if (record != null) {
            changedIn.put(record, block.seq());
        }
        entries++;
    }
}
